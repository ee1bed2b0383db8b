import { assert, flow, until } from './flow.js';

const { INVOKE_KV_URL: url, INVOKE_TOKEN: token, INVOKE_SMALL_KV_URL: smallUrl, INVOKE_SMALL_TOKEN: smallToken } = process.env;

/** An error answer: its status, and the code of its JSON. */
class Refused extends Error {
  constructor(status, { error }) {
    super(`${status} ${error.code}: ${error.message}`);
    Object.assign(this, { status, code: error.code });
  }
}

/** Invoke's kv on the plain REST interface. */
class KV {
  constructor(base = url, bearer = token) {
    Object.assign(this, { base, bearer });
  }

  async ask(method, path, { body, headers = {}, expect = [200] } = {}) {
    const answer = await fetch(this.base + path, { method, body, headers: { authorization: `Bearer ${this.bearer}`, ...headers }, redirect: 'error' });
    if (!expect.includes(answer.status)) throw new Refused(answer.status, await answer.json());
    return answer;
  }

  path(key) {
    return `/${encodeURIComponent(key)}`;
  }

  /** The value and its ETag; both null if there is none. */
  async read(key) {
    const answer = await this.ask('GET', this.path(key), { expect: [200, 404] });
    if (answer.status === 404) return { value: null, etag: null };
    assert.equal(answer.headers.get('content-type'), 'application/json');
    return { value: await answer.json(), etag: answer.headers.get('etag') };
  }

  async get(key) {
    return (await this.read(key)).value;
  }

  /** True if the key is new. With etag only if the value has not changed since; null: only if there is none. */
  async set(key, value, ttl, etag) {
    const headers = { 'content-type': 'application/json', ...(etag === null ? { 'if-none-match': '*' } : etag && { 'if-match': etag }) };
    const answer = await this.ask('PUT', this.path(key) + (ttl ? `?ttl_ms=${ttl}` : ''), { body: JSON.stringify(value), headers, expect: [200, 201] });
    await answer.arrayBuffer();
    return answer.status === 201;
  }

  async has(key) {
    return (await this.ask('HEAD', this.path(key), { expect: [200, 404] })).status === 200;
  }

  async delete(key) {
    return (await (await this.ask('DELETE', this.path(key))).json()).deleted;
  }

  async clear() {
    await (await this.ask('DELETE', '')).arrayBuffer();
  }

  /** All keys that begin with prefix. */
  async keys(prefix = '', limit = 100) {
    const seen = new Set();
    for (let cursor = '0'; ; ) {
      const page = await (await this.ask('GET', `?prefix=${encodeURIComponent(prefix)}&cursor=${cursor}&limit=${limit}`)).json();
      page.keys.forEach((key) => seen.add(key));
      cursor = String(page.cursor);
      if (cursor === '0') return [...seen].sort();
    }
  }

  /** Sets a key to what change makes of its value, again while others were faster; gives the new value. */
  async update(key, change, ttl) {
    for (;;) {
      const { value, etag } = await this.read(key);
      const next = change(value);
      try {
        await this.set(key, next, ttl, etag);
        return next;
      } catch (e) {
        if (e.status !== 412) throw e;
      }
    }
  }
}

const kv = new KV();

flow('get, set, has, delete, clear', async () => {
  const values = ['text', '', 'ключ 🔑', 0, -1.5, 1e21, true, false, null, [], [1, ['two'], { three: null }], {}, { deep: { list: [null, true] } }, 'x'.repeat(1e6)];
  for (const [i, value] of values.entries()) {
    assert.equal(await kv.set(`type ${i}`, value), true);
    assert.deepEqual(await kv.get(`type ${i}`), value);
    assert.equal(await kv.has(`type ${i}`), true);
  }
  assert.equal(await kv.set('type 0', 'again'), false);
  assert.equal(await kv.get('type 0'), 'again');
  assert.equal(await kv.get('never set'), null);
  assert.equal(await kv.has('never set'), false);
  assert.equal(await kv.delete('type 0'), true);
  assert.equal(await kv.delete('type 0'), false);
  for (const key of ['a/b', 'a//b', '../up', 'ü ключ', 'k?v=x&y#z', '100%', '...']) {
    await kv.set(key, key);
    assert.equal(await kv.get(key), key);
    assert.equal(await kv.delete(key), true);
  }
  await kv.clear();
  assert.deepEqual(await kv.keys(), []);
});

flow('bytes and their type', async () => {
  const bytes = Buffer.from([0, 255, 10, 13, 0]);
  await (await kv.ask('PUT', '/bytes', { body: bytes, headers: { 'content-type': 'image/png' }, expect: [201] })).arrayBuffer();
  let answer = await kv.ask('GET', '/bytes');
  assert.equal(answer.headers.get('content-type'), 'image/png');
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes);
  await (await kv.ask('PUT', '/bytes', { body: bytes.subarray(1) })).arrayBuffer();
  answer = await kv.ask('HEAD', '/bytes');
  assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
  assert.equal(answer.headers.get('content-length'), '4');
  await kv.clear();
});

flow('milliseconds to live, none unless asked', async () => {
  await kv.set('short', 1, 120);
  const asked = performance.now();
  assert.equal(await kv.has('short'), true);
  await until('expired', async () => !(await kv.has('short')));
  assert.ok(performance.now() - asked > 60, 'it was gone at once');
  assert.equal(await kv.delete('short'), false);
  await kv.set('kept', 1, 100);
  await kv.set('kept', 2);
  await kv.set('beside', 1, 100);
  await until('the one beside it expired', async () => !(await kv.has('beside')));
  assert.equal(await kv.get('kept'), 2);
  for (const ttl of ['0', '-5', 'soon', '1.5', '99999999999999999999']) {
    await assert.rejects(kv.ask('PUT', `/kept?ttl_ms=${ttl}`, { body: '3' }), (e) => e.status === 400 && e.code.length > 0);
  }
  assert.equal(await kv.get('kept'), 2);
  await kv.clear();
});

flow('sessions', async () => {
  const ids = Array.from({ length: 20 }, (_, i) => `session:${i}`);
  await Promise.all(ids.map((id, i) => kv.set(id, { user: i, cart: [] }, 60_000)));
  await Promise.all(ids.map((id) => kv.update(id, (s) => ({ ...s, cart: [...s.cart, 'book'] }), 60_000)));
  assert.deepEqual(await kv.get(ids[7]), { user: 7, cart: ['book'] });
  assert.deepEqual(await kv.keys('session:', 5), [...ids].sort());
  assert.deepEqual(await kv.keys('session:1*'), []);
  assert.equal(await kv.delete(ids[0]), true); // logs out
  assert.equal(await kv.get(ids[0]), null);
  await kv.set('session:short', { user: 1 }, 80);
  await until('it expired', async () => (await kv.get('session:short')) === null);
  await kv.clear();
});

flow('counters', async () => {
  const [clients, turns] = [4, 10];
  const count = async () => {
    for (let i = 0; i < turns; i++) await kv.update('visits', (n) => (n ?? 0) + 1);
  };
  await Promise.all(Array.from({ length: clients }, count));
  assert.equal(await kv.get('visits'), clients * turns);
  const { etag } = await kv.read('visits');
  await kv.set('visits', 0, undefined, etag);
  await assert.rejects(kv.set('visits', 1, undefined, etag), (e) => e.status === 412);
  await assert.rejects(kv.set('visits', 1, undefined, null), (e) => e.status === 412);
  await assert.rejects(kv.set('none', 1, undefined, etag), (e) => e.status === 412);
  assert.equal(await kv.get('visits'), 0);
  await kv.clear();
});

flow('a rate limit', async () => {
  const window = 400;
  const allowed = async (user, most) => {
    const key = `limit:${user}`;
    try {
      await kv.set(key, { n: 1, until: Date.now() + window }, window, null);
      return true;
    } catch (e) {
      if (e.status !== 412) throw e;
    }
    const { value, etag } = await kv.read(key);
    const left = value ? value.until - Date.now() : 0;
    if (left <= 0) return allowed(user, most);
    if (value.n >= most) return false;
    try {
      await kv.set(key, { ...value, n: value.n + 1 }, Math.ceil(left), etag);
      return true;
    } catch (e) {
      if (e.status !== 412) throw e;
      return allowed(user, most);
    }
  };
  for (let i = 0; i < 3; i++) assert.equal(await allowed('ann', 3), true);
  assert.equal(await allowed('ann', 3), false);
  assert.equal(await allowed('bob', 3), true);
  await until('a new window', () => allowed('ann', 3));
  await kv.clear();
});

flow('a leaderboard', async () => {
  const score = (name, points) =>
    kv.update('board', (board) =>
      [...(board ?? []).filter((e) => e.name !== name), { name, points: points + (board?.find((e) => e.name === name)?.points ?? 0) }]
        .sort((a, b) => b.points - a.points)
        .slice(0, 3),
    );
  await Promise.all([score('ann', 5), score('bob', 9), score('cy', 7)]);
  await Promise.all([score('ann', 5), score('di', 1)]);
  assert.deepEqual(await kv.get('board'), [{ name: 'ann', points: 10 }, { name: 'bob', points: 9 }, { name: 'cy', points: 7 }]);
  await kv.clear();
});

flow('feature flags', async () => {
  await kv.set('flag:search', true);
  await kv.set('flag:dark', false);
  await kv.set('flag:beta', { percent: 25, users: ['ann'] });
  await kv.set('other', 1);
  const flags = Object.fromEntries(await Promise.all((await kv.keys('flag:')).map(async (k) => [k, await kv.get(k)])));
  assert.deepEqual(flags, { 'flag:beta': { percent: 25, users: ['ann'] }, 'flag:dark': false, 'flag:search': true });
  assert.equal((await kv.get('flag:none')) ?? false, false);
  await kv.clear();
});

flow('projects are apart, each with its quota', async () => {
  const small = new KV(smallUrl, smallToken);
  await kv.set('k', 'of the large one');
  assert.equal(await small.has('k'), false);
  for (let i = 0; i < 100; i++) await small.set(`key ${i}`, i);
  await assert.rejects(small.set('one more', 1), (e) => e.status >= 400 && e.code === 'STOREFULL');
  await small.set('key 5', 'again');
  assert.equal(await small.delete('key 6'), true);
  await small.set('one more', 1);
  assert.equal((await small.keys()).length, 100);
  for (const [base, bearer, statuses] of [[url, smallToken, [403, 404]], [smallUrl, token, [403, 404]], [url, 'wrong', [401]], [url, '', [401]]]) {
    const stranger = new KV(base, bearer);
    for (const attempt of [() => stranger.ask('GET', '/k'), () => stranger.set('k', 1), () => stranger.delete('k'), () => stranger.keys(), () => stranger.clear()]) {
      await assert.rejects(attempt, (e) => statuses.includes(e.status));
    }
  }
  await small.clear();
  assert.deepEqual(await small.keys(), []);
  assert.equal(await kv.get('k'), 'of the large one');
  await kv.clear();
});
