<?php
// phpredis: pipelines, transactions, scripts, pub/sub, sessions, scans.
require __DIR__ . '/flow.php';
ob_start(); // a session must begin before any output

function connect(): Redis
{
    $db = new Redis();
    $db->connect(HOST, PORT, LIMIT);
    $db->setOption(Redis::OPT_READ_TIMEOUT, LIMIT);
    return $db;
}

flow('pipelines', function () {
    $db = connect();
    $p = $db->multi(Redis::PIPELINE);
    for ($i = 0; $i < 500; $i++) {
        $p->incr('n');
    }
    equal($p->exec(), range(1, 500), 'a pipeline');
    $db->setOption(Redis::OPT_SERIALIZER, Redis::SERIALIZER_PHP);
    $db->setOption(Redis::OPT_PREFIX, 'app:');
    $db->hMSet('h', ['a' => [1, 'two', null], 'b' => true]);
    equal($db->hGetAll('h'), ['a' => [1, 'two', null], 'b' => true], 'values that are serialized');
    equal(connect()->exists('app:h'), 1, 'the prefix');
    $db->zAdd('z', ['NX'], 1.5, 'a', 2, 'b');
    equal($db->zRange('z', 0, -1, true), ['a' => 1.5, 'b' => 2.0], 'a sorted set');
});

flow('transactions', function () {
    [$db, $other] = [connect(), connect()];
    equal($db->multi()->set('t', 1)->incr('t')->exec(), [true, 2], 'EXEC');
    $db->watch('t');
    $other->set('t', 'other');
    equal($db->multi()->set('t', 'mine')->exec(), false, 'EXEC of a touched key');
    equal($db->get('t'), 'other', 'the key');
});

flow('scripts', function () {
    $db = connect();
    $sha = $db->script('load', "return {redis.call('INCRBY', KEYS[1], ARGV[1]), ARGV[2], false}");
    equal($db->evalSha($sha, ['s', 2, 'x'], 1), [2, 'x', false], 'EVALSHA');
    equal($db->script('exists', $sha), [1], 'SCRIPT EXISTS');
    equal($db->eval("return redis.call('LPUSH', KEYS[1], 'x')", ['s'], 1), false, 'an error in a script');
    equal(str_starts_with($db->getLastError(), 'WRONGTYPE'), true, $db->getLastError());
    $db->script('flush');
    equal($db->evalSha($sha, ['s', 2, 'x'], 1), false, 'EVALSHA of a script that is gone');
    equal(str_starts_with($db->getLastError(), 'NOSCRIPT'), true, $db->getLastError());
});

flow('pub/sub', function () {
    $publish = function () {
        $db = connect();
        until('a subscriber', fn() => $db->pubsub('numsub', ['news'])['news'] == 1);
        for ($i = 0; $i < 200; $i++) {
            $db->publish('news', "$i");
        }
    };
    meanwhile($publish, function () {
        $got = [];
        try {
            connect()->subscribe(['news'], function ($sub, $channel, $message) use (&$got) {
                $got[] = $message;
                if (count($got) === 200) {
                    $sub->close(); // the way out of its loop, which then fails
                }
            });
        } catch (RedisException $e) {
            equal(count($got), 200, $e->getMessage());
        }
        equal($got, array_map('strval', range(0, 199)), 'messages');
    });
});

flow('blocking pops and scans', function () {
    $push = function () {
        $db = connect();
        until('it waits', fn() => $db->info('clients')['blocked_clients'] == 1);
        $db->lPush('queue', 'job');
    };
    meanwhile($push, fn() => equal(connect()->brPop(['none', 'queue'], LIMIT), ['queue', 'job'], 'BRPOP'));
    $db = connect();
    $db->setOption(Redis::OPT_SCAN, Redis::SCAN_RETRY);
    $db->mSet(array_combine(array_map(fn($i) => "key:$i", range(1, 300)), range(1, 300)));
    $keys = [];
    $cursor = null;
    while ($found = $db->scan($cursor, 'key:*', 20)) {
        $keys += array_flip($found);
    }
    equal(count($keys), 300, 'SCAN');
    $id = $db->xAdd('stream', '*', ['f' => 'v']);
    equal($db->xRange('stream', '-', '+'), [$id => ['f' => 'v']], 'a stream');
});

flow('sessions', function () {
    foreach (['session.save_handler' => 'redis', 'session.save_path' => 'tcp://' . HOST . ':' . PORT . '?prefix=sess:',
        'session.use_cookies' => '0', 'session.cache_limiter' => '', 'session.gc_maxlifetime' => '300',
        'redis.session.locking_enabled' => '1'] as $name => $value) {
        ini_set($name, $value);
    }
    $id = session_create_id();
    foreach ([1, 2, 3] as $visit) {
        session_id($id);
        session_start();
        $_SESSION['visits'] = ($_SESSION['visits'] ?? 0) + 1;
        equal($_SESSION['visits'], $visit, 'visits');
        equal(connect()->exists("sess:{$id}_LOCK"), 1, 'its lock');
        session_write_close();
        equal(connect()->exists("sess:{$id}_LOCK"), 0, 'its lock, afterwards');
    }
    equal(connect()->ttl("sess:$id"), 300, 'its time to live');
    session_id($id);
    session_start();
    session_destroy();
    equal(connect()->exists("sess:$id"), 0, 'a session that was destroyed');
});
