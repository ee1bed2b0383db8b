# The jobs of sidekiq_flow.rb, which the worker's process loads too. What they did stands in lists.
require 'sidekiq'

Redis.silence_deprecations = true if Redis.respond_to?(:silence_deprecations=) # of calls that are Sidekiq's own

URL = "redis://127.0.0.1:#{ENV.fetch('REDIS_PORT')}/0"

Sidekiq.configure_client { |config| config.redis = { url: URL } }
Sidekiq.configure_server do |config|
  config.redis = { url: URL }
  config.average_scheduled_poll_interval = 1
end

class Add
  include Sidekiq::Worker

  def perform(x, y) = Sidekiq.redis { |db| db.lpush('sums', (x + y).to_s) }
end

class Flaky
  include Sidekiq::Worker
  sidekiq_options retry: 3

  def perform
    n = Sidekiq.redis { |db| db.incr('flaky:runs') }
    raise 'not yet' if n < 2

    Sidekiq.redis { |db| db.lpush('flaky', n.to_s) }
  end
end

class Broken
  include Sidekiq::Worker
  sidekiq_options retry: 0
  sidekiq_retries_exhausted { |job, _| Sidekiq.redis { |db| db.lpush('exhausted', job['error_message']) } }

  def perform = raise('broken')
end
