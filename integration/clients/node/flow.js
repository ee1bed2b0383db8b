// What the flows share: where the server is, and how to wait for what must happen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Redis } from 'ioredis';
import { createClient } from 'redis';

export const host = '127.0.0.1';
export const port = Number(process.env.REDIS_PORT);
export const protocol = Number(process.env.REDIS_PROTOCOL);
export { assert };

const limit = 20_000; // milliseconds until what should happen must have happened

/** A test that is given a function to say what closes afterwards, last first. */
export function flow(name, run) {
  test(name, async () => {
    const closers = [];
    try {
      await within(run((close) => closers.push(close)), name, 2 * limit);
    } finally {
      for (const close of closers.reverse()) await close();
    }
  });
}

/** An ioredis client that closes with the flow. */
export function viaIORedis(closing, options = {}) {
  const db = new Redis({ host, port, protocol, ...options });
  closing(() => db.disconnect());
  return db;
}

/** A connected node-redis client that closes with the flow. */
export async function viaRedis(closing, options = {}) {
  const db = createClient({ socket: { host, port }, RESP: protocol, ...options });
  db.on('error', () => {});
  await db.connect();
  closing(() => db.close());
  return db;
}

/** Resolves to the arguments of the first such event that is wanted. */
export function happened(emitter, event, wanted = () => true) {
  return within(
    new Promise((resolve) => {
      emitter.on(event, function listen(...args) {
        if (!wanted(...args)) return;
        emitter.off(event, listen);
        resolve(args);
      });
    }),
    `event ${event}`,
  );
}

/** The promise, or an error that names what did not happen in time. */
export function within(promise, what, ms = limit) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Asks again, as soon as each answer is there, until it is the wanted one; for what no event tells, such as an expiry. */
export async function until(what, ask) {
  for (const end = Date.now() + limit; Date.now() < end; ) {
    if (await ask()) return;
    await new Promise(setImmediate); // an answer from memory lets nothing else happen
  }
  throw new Error(`${what}: not within ${limit} ms`);
}
