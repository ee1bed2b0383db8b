# redis-rb: pipelines, transactions, scripts, pub/sub, blocking pops.
require 'minitest/autorun'
require 'redis'

class Flow < Minitest::Test
  LIMIT = 20 # seconds for each wait

  def connect = Redis.new(host: '127.0.0.1', port: ENV.fetch('REDIS_PORT').to_i, timeout: LIMIT)

  def setup
    @db = connect
    @db.flushall
  end

  def teardown = @db.close

  def until_true(what)
    deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + LIMIT
    until yield
      flunk("#{what}: not within #{LIMIT} s") if Process.clock_gettime(Process::CLOCK_MONOTONIC) > deadline
    end
  end

  def test_pipeline
    numbers = @db.pipelined { |p| 1000.times { p.incr('n') } }
    assert_equal((1..1000).to_a, numbers)
    later = nil
    @db.pipelined { |p| p.hset('h', { 'a' => 1, 'b' => 2 }); later = p.hgetall('h') }
    assert_equal({ 'a' => '1', 'b' => '2' }, later.value)
    error = assert_raises(Redis::CommandError) { @db.pipelined { |p| p.lpush('n', 'x'); p.set('after', 1) } }
    assert_match(/\AWRONGTYPE/, error.message)
    assert_equal '1', @db.get('after')
  end

  def test_watch
    add = lambda do
      db = connect
      30.times do
        loop do
          done = db.watch('sum') do
            n = db.get('sum').to_i
            db.multi { |m| m.set('sum', n + 1) }
          end
          break if done
        end
      end
      db.close
    end
    assert(Array.new(2) { Thread.new(&add) }.all? { |t| t.join(LIMIT) })
    assert_equal '60', @db.get('sum')
  end

  def test_scripts
    sha = @db.script(:load, "return {redis.call('INCRBY', KEYS[1], ARGV[1]), ARGV[2], false}")
    assert_equal [5, 'x', nil], @db.evalsha(sha, ['n'], [5, 'x'])
    @db.script(:flush)
    assert_match(/\ANOSCRIPT/, assert_raises(Redis::CommandError) { @db.evalsha(sha, ['n'], [5, 'x']) }.message)
    assert_equal({ 'n' => '5' }.to_a, @db.eval("return {{'n', redis.call('GET', KEYS[1])}}", keys: ['n']))
    assert_equal [true, [1, 2]], [@db.setbit('b', 7, 1).is_a?(Integer), @db.eval('return {1, 2.9}')]
  end

  def test_pubsub
    got = Queue.new
    thread = Thread.new do
      sub = connect
      sub.psubscribe('n*') do |on|
        on.psubscribe { |pattern, count| got << [:in, pattern, count] }
        on.pmessage { |pattern, channel, text| got << [pattern, channel, text]; sub.punsubscribe if text == 'end' }
        on.punsubscribe { |pattern, count| got << [:out, pattern, count] }
      end
      sub.close
    end
    assert_equal [:in, 'n*', 1], got.pop
    200.times { |i| assert_equal 1, @db.publish('news', i.to_s) }
    @db.publish('night', 'end')
    200.times { |i| assert_equal ['n*', 'news', i.to_s], got.pop }
    assert_equal ['n*', 'night', 'end'], got.pop
    assert_equal [:out, 'n*', 0], got.pop
    assert thread.join(LIMIT)
  end

  def test_blocking_and_scan
    popped = Thread.new { connect.brpop('a', 'b', timeout: LIMIT) }
    until_true('it waits') { @db.info('clients')['blocked_clients'] == '1' }
    @db.lpush('b', 'job')
    assert_equal %w[b job], popped.value
    @db.mset(*(1..500).flat_map { |i| ["key:#{i}", i] })
    assert_equal 500, @db.scan_each(match: 'key:*', count: 50).to_a.uniq.size
    @db.zadd('z', [[1, 'a'], [Float::INFINITY, 'b']])
    assert_equal [['a', 1.0], ['b', Float::INFINITY]], @db.zrange('z', 0, -1, with_scores: true)
  end

  def test_stream
    @db.xgroup(:create, 's', 'g', '$', mkstream: true)
    id = @db.xadd('s', { 'f' => 'v' })
    assert_equal({ 's' => [[id, { 'f' => 'v' }]] }, @db.xreadgroup('g', 'me', 's', '>', count: 1))
    assert_equal 1, @db.xack('s', 'g', id)
  end
end
