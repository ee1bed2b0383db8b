import { RedisStore } from 'connect-redis';
import express from 'express';
import session from 'express-session';
import { assert, flow, until, viaRedis } from './flow.js';

/** An application with a log-in on a free port; the function it returns asks it, as a browser that keeps its cookie. */
async function application(closing, store) {
  const app = express();
  app.use(session({ store, secret: 'keyboard cat', resave: false, saveUninitialized: false }));
  app.post('/in', (req, res) => { req.session.user = 'ann'; res.json(req.sessionID); });
  app.get('/', (req, res) => { req.session.views = (req.session.views ?? 0) + 1; res.json([req.session.user ?? null, req.session.views]); });
  app.get('/read', (req, res) => res.json(req.session.user ?? null));
  app.post('/out', (req, res, next) => req.session.destroy((err) => (err ? next(err) : res.json('bye'))));
  const server = await new Promise((resolve) => { const s = app.listen(0, '127.0.0.1', () => resolve(s)); });
  closing(() => { server.closeAllConnections(); return new Promise((done) => server.close(done)); });
  let cookie = '';
  return async (method, path) => {
    const res = await fetch(`http://127.0.0.1:${server.address().port}${path}`, { method, headers: { cookie } });
    cookie = res.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    assert.equal(res.status, 200);
    return res.json();
  };
}

const call = (store, name, ...args) => new Promise((resolve, reject) => store[name](...args, (err, v) => (err ? reject(err) : resolve(v))));

flow('log in, count, log out', async (closing) => {
  const client = await viaRedis(closing);
  const store = new RedisStore({ client, prefix: 'app:', ttl: 1000 });
  const ask = await application(closing, store);
  const id = await ask('POST', '/in');
  assert.deepEqual(await ask('GET', '/'), ['ann', 1]);
  assert.deepEqual(await ask('GET', '/'), ['ann', 2]);
  assert.equal(JSON.parse(await client.get(`app:${id}`)).views, 2);
  await client.expire(`app:${id}`, 10);
  assert.equal(await ask('GET', '/read'), 'ann'); // touches it
  await until('touched', async () => (await client.ttl(`app:${id}`)) > 900);
  await ask('POST', '/out');
  assert.equal(await client.exists(`app:${id}`), 0);
  assert.equal(await ask('GET', '/read'), null);
});

flow('all sessions', async (closing) => {
  const store = new RedisStore({ client: await viaRedis(closing), prefix: 'all:', scanCount: 10 });
  const cookie = { originalMaxAge: null };
  await Promise.all(Array.from({ length: 60 }, (_, i) => call(store, 'set', `s${i}`, { cookie, i })));
  assert.equal(await call(store, 'length'), 60);
  assert.equal((await call(store, 'ids')).length, 60);
  assert.deepEqual((await call(store, 'all')).map((s) => s.i).sort((a, b) => a - b), Array.from({ length: 60 }, (_, i) => i));
  await call(store, 'clear');
  assert.equal(await call(store, 'length'), 0);
});

flow('a session expires', async (closing) => {
  const store = new RedisStore({ client: await viaRedis(closing), prefix: 'short:' });
  await call(store, 'set', 's', { cookie: { expires: new Date(Date.now() + 1500) } });
  assert.ok(await call(store, 'get', 's'));
  await until('expired', async () => !(await call(store, 'get', 's')));
});
