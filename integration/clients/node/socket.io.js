import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter';
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { io as connect } from 'socket.io-client';
import { assert, flow, happened, until, viaIORedis, viaRedis } from './flow.js';

async function node(closing, adapter) {
  const http = createServer();
  const server = new Server(http, { adapter });
  closing(() => server.close());
  await new Promise((done) => http.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${http.address().port}`;
  return { server, async client() {
    const arrived = happened(server, 'connection');
    const socket = connect(address, { transports: ['websocket'], forceNew: true });
    closing(() => socket.disconnect());
    return { socket, there: (await arrived)[0] };
  } };
}

for (const [name, adapter] of [
  ['ioredis', async (closing) => createAdapter(viaIORedis(closing), viaIORedis(closing))],
  ['redis', async (closing) => createAdapter(await viaRedis(closing), await viaRedis(closing))],
  ['redis, sharded', async (closing) => createShardedAdapter(await viaRedis(closing), await viaRedis(closing), { subscriptionMode: 'dynamic' })],
]) {
  flow(`two nodes over ${name}`, async (closing) => {
    const [one, two] = [await node(closing, await adapter(closing)), await node(closing, await adapter(closing))];
    const [a, b] = [await one.client(), await two.client()];
    const db = await viaRedis(closing);
    // Sharded, each room has a channel of its own, which the node listens to some time after the socket has joined.
    const listening = (room) => until(`a channel of ${room}`, async () => !name.includes('sharded') || (await db.pubSubShardChannels(`*#${room}#`)).length > 0);

    // Each node must know of the other before it can count on it.
    for (const n of [one, two]) {
      await until('two nodes', async () => (await n.server.of('/').adapter.serverCount()) === 2);
    }
    const all = Promise.all([a, b].map((c) => happened(c.socket, 'hello')));
    one.server.emit('hello', { n: 1, bytes: Buffer.from([0, 255]) });
    for (const [message] of await all) assert.deepEqual([message.n, [...message.bytes]], [1, [0, 255]]);

    await b.there.join('room');
    await listening('room');
    const only = happened(b.socket, 'room');
    let missed = false;
    a.socket.on('room', () => (missed = true));
    one.server.to('room').emit('room', 'in');
    assert.deepEqual(await only, ['in']);
    const marker = happened(a.socket, 'marker');
    one.server.emit('marker');
    await marker;
    assert.equal(missed, false);

    assert.deepEqual((await one.server.fetchSockets()).map((s) => s.id).sort(), [a.there.id, b.there.id].sort());
    b.socket.on('ask', (x, reply) => reply(x * 2));
    a.socket.on('ask', (x, reply) => reply(x * 3));
    assert.deepEqual((await one.server.timeout(10_000).emitWithAck('ask', 10)).sort(), [20, 30]);

    two.server.on('side', (x, reply) => reply(`${x} back`));
    assert.deepEqual(await one.server.serverSideEmitWithAck('side', 'there and'), ['there and back']);

    one.server.in(b.there.id).socketsJoin('late');
    await until('joined from afar', async () => (await one.server.in('late').fetchSockets()).length === 1);
    await listening('late');
    const gone = happened(b.socket, 'disconnect');
    one.server.in('late').disconnectSockets(true);
    assert.deepEqual((await gone)[0], 'io server disconnect');
  });
}
