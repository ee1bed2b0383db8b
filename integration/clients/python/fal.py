"""fal's KVStore, both editions: a client of the standard library alone, what each edition promises, refusals, and retries."""

import contextlib
import datetime
import http.server
import json
import os
import re
import socket
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request

BASE, KEY = os.environ["FAL_KV_URL"], os.environ["FAL_KEY"]
RETRIED = {408, 409, 429, 500, 502, 503, 504}
MISSING = 404  # no value for get; set and delete take it for success
LIMIT = 20  # seconds for each request
MOST = 1_900_000  # bytes of a value in the second edition


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPEN = urllib.request.build_opener(NoRedirects, urllib.request.ProxyHandler({})).open


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status}: {body[:500]}")
        self.status, self.body = status, body


def url_of(base, verb, name, key):
    """A key goes as it is; only what a URL cannot hold is escaped, by the client's HTTP library."""
    key = re.sub("%(?![0-9A-Fa-f]{2})", "%25", key)
    return f"{base}/{verb}/{name}/" + urllib.parse.quote(key, safe="!$%&'()*+,-./:;=@[]_~|")


class KVStore:
    """The first edition."""

    def __init__(self, name, base=BASE, credentials="Key " + KEY, attempts=4):
        self.name, self.base, self.credentials, self.attempts = name, base, credentials, attempts
        self.answers = []  # the statuses of all requests that were sent

    def send(self, method, url, body=None):
        """The body of the answer; None for 404."""
        headers = {"Authorization": self.credentials} if self.credentials else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        for attempt in range(self.attempts):
            try:
                with OPEN(urllib.request.Request(url, body, headers, method=method), timeout=LIMIT) as answer:
                    self.answers.append(answer.status)
                    return answer.read()
            except urllib.error.HTTPError as e:
                self.answers.append(e.code)
                text = e.read().decode()
            if self.answers[-1] == MISSING:
                return None
            if self.answers[-1] not in RETRIED or attempt == self.attempts - 1:
                raise Refused(self.answers[-1], text)

    def get(self, key):
        body = self.send("GET", url_of(self.base, "get", self.name, key))
        return None if body is None else json.loads(body)["value"]

    def set(self, key, value):
        self.put(url_of(self.base, "set", self.name, key), value.encode())

    def put(self, url, body):
        answer = self.send("PUT", url, body)
        if answer is not None:
            json.loads(answer)


class KVStore2(KVStore):
    """The second edition."""

    def set(self, key, value, ttl=None):
        url = url_of(self.base, "set", self.name, key)
        self.put(url if ttl is None else f"{url}?ttl={ttl}", value.encode())

    def delete(self, key):
        answer = self.send("DELETE", url_of(self.base, "delete", self.name, key))
        if answer is not None:
            json.loads(answer)


def token():
    """What the second edition trades its key for."""
    url = BASE + "/storage/auth/token?storage_type=fal-cdn-v3"
    headers = {"Authorization": "Key " + KEY, "Content-Type": "application/json"}
    with OPEN(urllib.request.Request(url, b"{}", headers, method="POST"), timeout=LIMIT) as answer:
        return json.load(answer)


def redis(store, *words):
    """What the server's Redis side says of a store, to the operator."""
    with socket.create_connection(("127.0.0.1", int(os.environ["REDIS_PORT"])), timeout=LIMIT) as s, s.makefile("rb") as lines:
        for command in (("AUTH", os.environ["OPERATOR"]), ("SELECT", store), words):
            parts = [str(w).encode() for w in command]
            s.sendall(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(p), p) for p in parts))
            reply = reply_from(lines)
        return reply


def reply_from(lines):
    line = lines.readline().rstrip(b"\r\n").decode()
    kind, text = line[:1], line[1:]
    if kind == "-":
        raise AssertionError(text)
    if kind == "*":
        return [reply_from(lines) for _ in range(int(text))]
    if kind == "$":
        return None if text == "-1" else lines.read(int(text) + 2)[:-2].decode()
    return int(text) if kind == ":" else text


class Checked(unittest.TestCase):
    def closing(self, *stores):
        """All that these stores are told are codes that are never tried again."""
        self.addCleanup(lambda: [self.assertEqual([a for a in s.answers if a in RETRIED], []) for s in stores])
        return stores[0] if len(stores) == 1 else stores


KEYS = ("plain", "a/b", "a//b", "a/../b", "/lead", "trail/", ".", "..", "a b", "ключ ü 🔑", "k=v&x=y+z", "100%", "semi;colon", "a:b@c", "[x]", "~!$'()*,", "x" * 200)
VALUES = ("", "hello", "a=1&b=2", "a%20b+c", "line\nline\r\n\0", "ключ 🔑", '{"json": [1, null]}', "ß" * 10_000)


class First(Checked):
    def setUp(self):
        self.db = self.closing(KVStore("notes"))

    def test_get_and_set(self):
        self.assertIsNone(self.db.get("never set"))
        self.db.set("greeting", "hello")
        self.assertEqual(self.db.get("greeting"), "hello")
        self.db.set("greeting", "hello again")
        self.assertEqual(self.db.get("greeting"), "hello again")
        self.assertEqual(self.db.answers, [404, 200, 200, 200, 200])

    def test_keys_come_as_they_are(self):
        for key in KEYS:
            with self.subTest(key=key):
                self.db.set(key, "value of " + key)
                self.assertEqual(self.db.get(key), "value of " + key)
                self.assertEqual(redis("notes", "GET", key), "value of " + key)
        for key in KEYS:
            self.assertEqual(self.db.get(key), "value of " + key)

    def test_values_come_as_they_are(self):
        for value in VALUES:
            with self.subTest(value=value[:20]):
                self.db.set("v", value)
                self.assertEqual(self.db.get("v"), value)
                self.assertEqual(redis("notes", "GET", "v"), value)

    def test_a_value_persists(self):
        self.db.set("kept", "x")
        self.assertEqual(redis("notes", "TTL", "kept"), -1)

    def test_namespaces_are_apart(self):
        other = self.closing(KVStore("drafts"))
        self.db.set("same", "in notes")
        self.assertIsNone(other.get("same"))
        other.set("same", "in drafts")
        self.assertEqual((self.db.get("same"), other.get("same")), ("in notes", "in drafts"))

    def test_the_last_write_wins(self):
        texts = [chr(ord("a") + n) * 50_000 for n in range(4)]
        stores = [KVStore("notes") for _ in texts]
        self.closing(*stores)

        def write(store, text):
            for _ in range(10):
                store.set("contended", text)

        threads = [threading.Thread(target=write, args=pair) for pair in zip(stores, texts)]
        for t in threads:
            t.start()
        for t in threads:
            t.join(LIMIT)
        self.assertEqual([s.answers for s in stores], [[200] * 10] * 4)
        self.assertIn(self.db.get("contended"), texts)
        self.db.set("contended", "the last")
        self.assertEqual(self.db.get("contended"), "the last")


class Second(Checked):
    def setUp(self):
        self.db = self.closing(KVStore2("sessions"))

    def test_every_entry_expires(self):
        self.db.set("month", "x")
        self.assertTrue(2_591_990 <= redis("sessions", "TTL", "month") <= 2_592_000)
        for ttl in (60, 61, 3600, 2_592_000):
            self.db.set("timed", "x", ttl)
            self.assertTrue(ttl - 10 <= redis("sessions", "TTL", "timed") <= ttl, ttl)
        self.db.set("timed", "y")
        self.assertTrue(2_591_990 <= redis("sessions", "TTL", "timed") <= 2_592_000)
        self.assertEqual(self.db.get("timed"), "y")

    def test_delete(self):
        self.db.set("k", "v")
        self.db.delete("k")
        self.assertIsNone(self.db.get("k"))
        self.db.delete("k")
        self.db.delete("never/there")
        self.assertEqual(self.db.answers, [200, 200, 404, 200, 200])

    def test_values(self):
        for key in KEYS:
            with self.subTest(key=key):
                self.db.set(key, key, ttl=60)
                self.assertEqual(self.db.get(key), key)
                self.db.delete(key)
                self.assertIsNone(self.db.get(key))

    def test_the_largest_value(self):
        self.db.set("large", "x" * MOST)
        self.assertEqual(len(self.db.get("large")), MOST)
        with self.assertRaises(Refused) as e:
            self.db.set("large", "y" * (MOST + 1))
        self.assertEqual(e.exception.status, 413)
        self.assertTrue(json.loads(e.exception.body)["error"])
        with self.assertRaises(Refused):
            self.db.set("new", "ß" * (MOST // 2 + 1))
        self.assertEqual(self.db.get("large"), "x" * MOST)
        self.assertIsNone(self.db.get("new"))

    def test_times_out_of_range(self):
        self.db.set("kept", "x", 600)
        for ttl in (59, 2_592_001, 0, -1, "", "soon", "60.5", "1e3", "6 0", 10**30):
            with self.subTest(ttl=ttl), self.assertRaises(Refused) as e:
                self.db.set("kept", "other", urllib.parse.quote(str(ttl)))
            self.assertEqual(e.exception.status, 400)
            self.assertTrue(json.loads(e.exception.body)["error"])
        self.assertEqual(self.db.get("kept"), "x")
        self.assertTrue(590 <= redis("sessions", "TTL", "kept") <= 600)


class Credentials(Checked):
    def test_a_token(self):
        got = token()
        self.assertEqual(got["token_type"], "Bearer")
        self.assertTrue(got["expires_at"].endswith("+00:00"), got)
        left = datetime.datetime.fromisoformat(got["expires_at"]) - datetime.datetime.now(datetime.timezone.utc)
        self.assertGreater(left, datetime.timedelta(hours=1))
        db = self.closing(KVStore2("sessions", got["base_url"], "Bearer " + got["token"]))
        db.set("by token", "v", ttl=60)
        self.assertEqual(db.get("by token"), "v")
        self.assertEqual(self.closing(KVStore2("sessions")).get("by token"), "v")
        db.delete("by token")

    def test_wrong_ones(self):
        for credentials in ("", "Key", "Key app:wrong", "Key nobody:s3cret", "Key app", "Bearer wrong", "Basic " + KEY, "Key app:s3cret:more"):
            with self.subTest(credentials=credentials):
                db = self.closing(KVStore2("sessions", credentials=credentials))
                for ask in (lambda: db.get("k"), lambda: db.set("k", "v"), lambda: db.delete("k")):
                    with self.assertRaises(Refused) as e:
                        ask()
                    self.assertEqual(e.exception.status, 401)
                    self.assertTrue(json.loads(e.exception.body)["error"])
        for credentials in ("", "Key app:wrong", "Bearer wrong"):
            with self.subTest(token=credentials), self.assertRaises(urllib.error.HTTPError) as e:
                OPEN(urllib.request.Request(BASE + "/storage/auth/token?storage_type=x", b"{}", {"Authorization": credentials}, method="POST"))
            with e.exception:
                self.assertEqual(e.exception.code, 401)

    def test_a_namespace_by_first_use(self):
        db = self.closing(KVStore2("made.by:name", credentials="Key " + os.environ["FAL_PLATFORM_KEY"]))
        self.assertIsNone(db.get("k"))
        db.set("k", "v")
        self.assertEqual(db.get("k"), "v")
        self.assertTrue(2_591_990 <= redis("made.by:name", "TTL", "k") <= 2_592_000)
        with self.assertRaises(Refused) as e:
            db.set("k", "v", ttl=59)
        self.assertEqual(e.exception.status, 400)
        mine = self.closing(KVStore2("not:mine"))
        with self.assertRaises(Refused):
            mine.set("k", "v")
        self.assertNotIn("not:mine", redis("notes", "STORE", "LIST"))

    def test_another_ones_namespace(self):
        db = self.closing(KVStore2("private"))
        for ask in (lambda: db.set("k", "v"), lambda: db.delete("k")):
            with self.assertRaises(Refused) as e:
                ask()
            self.assertEqual(e.exception.status, 403)
        with contextlib.suppress(Refused):
            self.assertIsNone(db.get("k"))
        self.assertIn(db.answers[-1], (403, MISSING))
        self.assertIsNone(redis("private", "GET", "k"))


class Faults(Checked):
    """What a caller does wrong is refused, by a code that is neither tried again nor taken for success."""

    def test_all(self):
        s2, headers = BASE + "/set/sessions/k", {"Authorization": "Key " + KEY}
        for what, method, url, body in (
            ("no key", "PUT", BASE + "/set/sessions", b"v"),
            ("an empty key", "PUT", BASE + "/set/sessions/", b"v"),
            ("no namespace", "PUT", BASE + "/set//k", b"v"),
            ("a namespace with a wrong name", "PUT", BASE + "/set/no%20such%20name/k", b"v"),
            ("a namespace that is not there", "PUT", BASE + "/set/nowhere/k", b"v"),
            ("a numbered database", "PUT", BASE + "/set/0/k", b"v"),
            ("to delete nowhere", "DELETE", BASE + "/delete/nowhere/k", None),
            ("to delete no key", "DELETE", BASE + "/delete/sessions", None),
            ("to delete an empty key", "DELETE", BASE + "/delete/sessions/", None),
            ("no UTF-8", "PUT", s2, b"\xff\xfe"),
            ("a wrong time", "PUT", s2 + "?ttl=1", b"v"),
            ("two times", "PUT", s2 + "?ttl=60&ttl=1", b"v"),
            ("a long value", "PUT", s2, b"v" * (MOST + 1)),
            ("a very long value", "PUT", s2, b"v" * (20 << 20)),
            ("POST to set", "POST", s2, b"v"),
            ("PUT to delete", "PUT", BASE + "/delete/sessions/k", b"v"),
            ("DELETE of set", "DELETE", s2, None),
            ("a key that is no URL", "PUT", s2 + "%zz", b"v"),
        ):
            with self.subTest(what):
                status, text = self.ask(method, url, body, headers)
                self.assertTrue(400 <= status < 500 and status not in RETRIED | {MISSING}, f"{status} {text}")
                if what != "a key that is no URL":  # the HTTP library refuses that line
                    self.assertTrue(json.loads(text)["error"])
        self.assertIsNone(KVStore2("sessions").get("k"))

    def ask(self, method, url, body, headers):
        try:
            with OPEN(urllib.request.Request(url, body, headers, method=method), timeout=LIMIT) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as e:
            return e.code, e.read()
        except urllib.error.URLError as e:  # a body that is refused unread: the answer is lost, as with any server
            if isinstance(e.reason, (BrokenPipeError, ConnectionResetError)) and body and len(body) > 10 * MOST:
                return 413, b'{"error": "refused unread"}'
            raise

    def test_a_key_of_another_type(self):
        redis("sessions", "DEL", "list")
        redis("sessions", "RPUSH", "list", "x")
        db = self.closing(KVStore2("sessions"))
        with self.assertRaises(Refused) as e:
            db.get("list")
        self.assertEqual(e.exception.status, 400)
        db.set("list", "a value now")
        self.assertEqual(db.get("list"), "a value now")


class Gateway(http.server.BaseHTTPRequestHandler):
    """Stands before the server and spoils the first attempts of each request: every other one had reached the server."""

    protocol_version = "HTTP/1.1"
    spoil = []  # the codes to answer with, before an answer is handed on
    passed = 0

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))) or None
        code = Gateway.spoil.pop(0) if Gateway.spoil else None
        answer = None
        if code is None or len(Gateway.spoil) % 2:
            Gateway.passed += 1
            headers = {k: v for k, v in self.headers.items() if k in ("Authorization", "Content-Type")}
            url = BASE.removesuffix("/fal") + self.path
            try:
                with OPEN(urllib.request.Request(url, body, headers, method=self.command), timeout=LIMIT) as got:
                    answer = got.status, got.read()
            except urllib.error.HTTPError as e:
                answer = e.code, e.read()
        code, text = (code, b"spoiled") if code else answer
        self.send_response(code)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_PUT = do_DELETE = handle_one

    def log_message(self, *_):
        pass


class Retries(unittest.TestCase):
    def setUp(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.db = KVStore2("sessions", f"http://127.0.0.1:{server.server_port}/fal", attempts=8)

    def test_what_is_tried_again(self):
        """Doing a request twice is doing it once, so an answer that was lost harms nothing."""
        codes = sorted(RETRIED)
        for ask, want in (
            (lambda: self.db.set("again", "v", ttl=60), None),
            (lambda: self.db.get("again"), "v"),
            (lambda: self.db.delete("again"), None),
            (lambda: self.db.delete("again"), None),
            (lambda: self.db.get("again"), None),
        ):
            Gateway.spoil, Gateway.passed, self.db.answers = list(codes), 0, []
            self.assertEqual(ask(), want)
            self.assertEqual(self.db.answers[:-1], codes)
            self.assertEqual(Gateway.passed, 1 + len(codes) // 2)

    def test_what_is_not(self):
        for ask in (lambda: self.db.set("k", "v", ttl=1), lambda: self.db.set("k", "v" * (MOST + 1))):
            self.db.answers = []
            with self.assertRaises(Refused):
                ask()
            self.assertEqual(len(self.db.answers), 1)


if __name__ == "__main__":
    unittest.main()
