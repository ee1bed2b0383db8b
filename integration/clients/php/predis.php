<?php
// predis: pipelines, transactions, scripts, pub/sub, iterators, sessions.
require __DIR__ . '/flow.php';
require 'Predis/autoload.php';

class Take extends Predis\Command\ScriptCommand
{
    public function getKeysCount()
    {
        return 1;
    }

    public function getScript()
    {
        return "return {redis.call('DECRBY', KEYS[1], ARGV[1]), ARGV[1]}";
    }
}

function connect(array $options = []): Predis\Client
{
    return new Predis\Client(['host' => HOST, 'port' => PORT, 'read_write_timeout' => LIMIT], $options);
}

flow('pipelines', function () {
    $numbers = connect()->pipeline(function ($p) {
        for ($i = 0; $i < 500; $i++) {
            $p->incr('n');
        }
    });
    equal($numbers, range(1, 500), 'a pipeline');
    $db = connect(['prefix' => 'app:']);
    $db->hmset('h', ['a' => 1, 'b' => 'two']);
    equal($db->hgetall('h'), ['a' => '1', 'b' => 'two'], 'a hash');
    equal(connect()->exists('app:h'), 1, 'the prefix');
});

flow('transactions', function () {
    [$db, $other] = [connect(), connect()];
    $tries = 0;
    $add = function ($tx) use ($other, &$tries) {
        $n = (int) $tx->get('sum');
        if ($tries++ === 0) {
            $other->set('sum', 10);
        }
        $tx->multi();
        $tx->set('sum', $n + 1);
    };
    $db->transaction(['watch' => 'sum', 'cas' => true, 'retry' => 3], $add);
    equal([$tries, $db->get('sum')], [2, '11'], 'a transaction that was tried again');
    refused(fn() => $db->transaction(['watch' => 'sum', 'cas' => true], function ($tx) use ($other) {
        $tx->get('sum'); // only now does it watch
        $other->set('sum', 20);
        $tx->multi();
        $tx->set('sum', 0);
    }), 'aborted by the server');
});

flow('scripts', function () {
    $db = connect();
    $db->getProfile()->defineCommand('take', Take::class);
    $db->set('stock', 10);
    $db->script('flush');
    equal($db->take('stock', 3), [7, '3'], 'a script that must be sent first');
    equal($db->take('stock', 3), [4, '3'], 'a script that is known');
    refused(fn() => $db->eval("return redis.call('LPUSH', KEYS[1], 'x')", 1, 'stock'), 'WRONGTYPE');
});

flow('pub/sub', function () {
    $publish = function () {
        $db = connect();
        until('a subscriber', fn() => $db->pubsub('numsub', 'news')['news'] == 1 && $db->pubsub('numpat') == 1);
        for ($i = 0; $i < 200; $i++) {
            $db->publish('news', "$i");
        }
        $db->publish('control', 'end');
    };
    meanwhile($publish, function () {
        $got = [];
        $loop = connect()->pubSubLoop();
        $loop->psubscribe('c*');
        $loop->subscribe('news');
        foreach ($loop as $m) {
            if ($m->kind === 'message') {
                $got[] = $m->payload;
            } elseif ($m->kind === 'pmessage') {
                equal([$m->pattern, $m->channel, $m->payload], ['c*', 'control', 'end'], 'a message by pattern');
                $loop->stop();
            }
        }
        equal($got, array_map('strval', range(0, 199)), 'messages');
    });
});

flow('iterators and blocking pops', function () {
    $db = connect();
    $db->mset(array_combine(array_map(fn($i) => "key:$i", range(1, 300)), range(1, 300)));
    equal(count(array_unique(iterator_to_array(new Predis\Collection\Iterator\Keyspace($db, 'key:*', 20), false))), 300, 'SCAN');
    $db->zadd('z', array_combine(array_map(fn($i) => "m$i", range(1, 300)), range(1, 300)));
    equal(count(iterator_to_array(new Predis\Collection\Iterator\SortedSetKey($db, 'z'))), 300, 'ZSCAN');
    $db->rpush('list', range(1, 25));
    equal(iterator_to_array(new Predis\Collection\Iterator\ListKey($db, 'list')), array_map('strval', range(1, 25)), 'a list');
    $push = function () {
        $db = connect();
        until('it waits', fn() => $db->info('clients')['Clients']['blocked_clients'] == 1);
        $db->lpush('queue', 'job');
    };
    meanwhile($push, fn() => equal(connect()->brpop(['none', 'queue'], LIMIT), ['queue', 'job'], 'BRPOP'));
});

flow('sessions', function () {
    $db = connect(['prefix' => 'sess:']);
    $handler = new Predis\Session\Handler($db, ['gc_maxlifetime' => 300]);
    $handler->open('', '');
    equal($handler->read('id'), '', 'no session');
    $handler->write('id', 'data');
    equal([$handler->read('id'), $db->ttl('id')], ['data', 300], 'a session');
    $handler->destroy('id');
    equal($db->exists('id'), 0, 'a session that was destroyed');
});
