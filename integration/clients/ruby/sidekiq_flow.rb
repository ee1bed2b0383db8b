# sidekiq: a worker in a process of its own, schedules, retries, the dead set, and what its pages show.
require 'minitest/autorun'
require 'sidekiq/api'
require_relative 'sidekiq_jobs'

class Flow < Minitest::Test
  LIMIT = 20 # seconds for each wait

  def self.worker = @worker ||= Process.spawn('sidekiq', '-r', File.join(__dir__, 'sidekiq_jobs.rb'), '-c', '4', '-q', 'default', out: File::NULL)

  Minitest.after_run do
    Process.kill('TERM', Flow.worker)
    Process.wait(Flow.worker)
  end

  def pop(list)
    _, value = Sidekiq.redis { |db| db.brpop(list, timeout: LIMIT) }
    value or flunk("nothing in #{list} within #{LIMIT} s")
  end

  def until_true(what)
    deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + LIMIT
    until yield
      flunk("#{what}: not within #{LIMIT} s") if Process.clock_gettime(Process::CLOCK_MONOTONIC) > deadline
    end
  end

  def setup = Flow.worker

  def test_jobs
    100.times { |i| Add.perform_async(i, 1) }
    Add.perform_bulk((100...200).map { |i| [i, 1] })
    assert_equal (1..200).to_a, Array.new(200) { pop('sums').to_i }.sort
    until_true('counted') { Sidekiq::Stats.new.processed >= 200 }
    until_true('the process') { Sidekiq::ProcessSet.new.size == 1 }
    assert_equal 4, Sidekiq::ProcessSet.new.first['concurrency']
    assert_equal 0, Sidekiq::Queue.new.size
  end

  def test_schedule
    far = Add.perform_in(3600, 1000, 0)
    due = Time.now.to_f + 0.5
    Add.perform_at(due, 5000, 0)
    until_true('the scheduled job') { Sidekiq.redis { |db| db.lrem('sums', 1, '5000') } == 1 }
    assert_operator Time.now.to_f, :>=, due
    job = Sidekiq::ScheduledSet.new.find_job(far)
    assert_equal [1000, 0], job.args
    assert job.delete
    assert_nil Sidekiq::ScheduledSet.new.find_job(far)
  end

  def test_retry_and_dead
    id = Flaky.perform_async
    job = nil
    until_true('the failure') { job = Sidekiq::RetrySet.new.find_job(id) }
    assert_equal ['RuntimeError', 'not yet'], job.item.values_at('error_class', 'error_message')
    assert job.retry # now, not after its delay
    assert_equal '2', pop('flaky')
    Broken.perform_async
    assert_equal 'broken', pop('exhausted')
    until_true('the dead job') { Sidekiq::DeadSet.new.size == 1 }
    assert_equal 'Broken', Sidekiq::DeadSet.new.first.klass
    until_true('counted') { Sidekiq::Stats.new.failed >= 2 }
    Sidekiq::DeadSet.new.clear
  end

  def test_a_queue_that_nobody_works_on
    jobs = Array.new(120) { |i| Add.set(queue: 'idle').perform_async(i, i) }
    queue = Sidekiq::Queue.new('idle')
    assert_equal 120, queue.size
    assert_equal jobs.last, queue.first.jid
    assert_equal 120, queue.map(&:jid).uniq.size # several pages
    assert queue.find_job(jobs[60]).delete
    assert_equal 119, queue.size
    assert_operator queue.latency, :>=, 0
    queue.clear
    refute_includes Sidekiq::Queue.all.map(&:name), 'idle'
  end
end
