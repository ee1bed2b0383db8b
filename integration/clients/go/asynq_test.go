package clients

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

// asynqConn makes asynq's clients; its own options do not name the protocol.
type asynqConn struct{}

func (asynqConn) MakeRedisClient() any {
	return redis.NewClient(&redis.Options{Addr: addr(), Protocol: protocol()})
}

// quiet keeps what asynq logs about failing tasks out of the test's output.
type quiet struct{ t *testing.T }

func (quiet) Debug(...any)     {}
func (quiet) Info(...any)      {}
func (quiet) Warn(...any)      {}
func (q quiet) Error(v ...any) { q.t.Log(v...) }
func (q quiet) Fatal(v ...any) { q.t.Error(v...) }

// asynqServer runs a handler until the test ends.
func asynqServer(t *testing.T, handle asynq.HandlerFunc, queue string, edit func(*asynq.Config)) {
	t.Helper()
	config := asynq.Config{
		Concurrency: 4, Queues: map[string]int{queue: 1}, Logger: quiet{t}, ShutdownTimeout: time.Second,
		TaskCheckInterval: 50 * time.Millisecond, DelayedTaskCheckInterval: 50 * time.Millisecond, JanitorInterval: time.Second,
		RetryDelayFunc: func(int, error, *asynq.Task) time.Duration { return 10 * time.Millisecond },
	}
	if edit != nil {
		edit(&config)
	}
	s := asynq.NewServer(asynqConn{}, config)
	must(t, s.Start(handle))
	t.Cleanup(s.Shutdown)
}

func asynqClients(t *testing.T) (*asynq.Client, *asynq.Inspector) {
	t.Helper()
	c, i := asynq.NewClient(asynqConn{}), asynq.NewInspector(asynqConn{})
	t.Cleanup(func() { c.Close(); i.Close() })
	return c, i
}

func TestAsynq(t *testing.T) {
	t.Run("enqueue", asynqEnqueue)
	t.Run("unique", asynqUnique)
	t.Run("retry", asynqRetry)
	t.Run("schedule", asynqSchedule)
	t.Run("periodic", asynqPeriodic)
	t.Run("group", asynqGroup)
	t.Run("cancel", asynqCancel)
	t.Run("inspect", asynqInspect)
}

func asynqEnqueue(t *testing.T) {
	c, inspector := asynqClients(t)
	const n = 200
	done := make(chan string, n)
	asynqServer(t, func(_ context.Context, task *asynq.Task) error {
		_, err := task.ResultWriter().Write(append([]byte("done "), task.Payload()...))
		done <- string(task.Payload())
		return err
	}, "many", nil)
	var last *asynq.TaskInfo
	for i := range n {
		var err error
		last, err = c.Enqueue(asynq.NewTask("count", fmt.Append(nil, i)), asynq.Queue("many"), asynq.Retention(time.Hour))
		must(t, err)
	}
	seen := map[string]bool{}
	for range n {
		seen[receive(t, done, "a task")] = true
	}
	equal(t, "tasks done", len(seen), n)
	until(t, "all completed", func() bool {
		q, err := inspector.GetQueueInfo("many")
		must(t, err)
		return q.Completed == n && q.ProcessedTotal == n && q.MemoryUsage > 0
	})
	info, err := inspector.GetTaskInfo("many", last.ID)
	must(t, err)
	equal(t, "a result", string(info.Result), fmt.Sprint("done ", n-1))
}

func asynqUnique(t *testing.T) {
	c, _ := asynqClients(t)
	task := asynq.NewTask("once", []byte("x"))
	_, err := c.Enqueue(task, asynq.Queue("unique"), asynq.Unique(time.Hour))
	must(t, err)
	if _, err := c.Enqueue(task, asynq.Queue("unique"), asynq.Unique(time.Hour)); !errors.Is(err, asynq.ErrDuplicateTask) {
		t.Errorf("a task twice: %v", err)
	}
	_, err = c.Enqueue(asynq.NewTask("named", nil), asynq.Queue("unique"), asynq.TaskID("id"))
	must(t, err)
	if _, err := c.Enqueue(asynq.NewTask("named", nil), asynq.Queue("unique"), asynq.TaskID("id")); !errors.Is(err, asynq.ErrTaskIDConflict) {
		t.Errorf("an id twice: %v", err)
	}
}

// asynqRetry has a task fail twice before it succeeds, and another one until it is archived, from where it runs again.
func asynqRetry(t *testing.T) {
	c, inspector := asynqClients(t)
	runs, mended := make(chan string, 100), make(chan struct{})
	asynqServer(t, func(ctx context.Context, task *asynq.Task) error {
		n, _ := asynq.GetRetryCount(ctx)
		runs <- fmt.Sprint(task.Type(), " ", n)
		if task.Type() == "twice" && n < 2 {
			return errors.New("not yet")
		}
		if task.Type() == "always" {
			select {
			case <-mended:
			default:
				return errors.New("broken")
			}
		}
		return nil
	}, "retry", nil)
	_, err := c.Enqueue(asynq.NewTask("twice", nil), asynq.Queue("retry"), asynq.MaxRetry(5))
	must(t, err)
	for n := range 3 {
		equal(t, "a run", receive(t, runs, "a run"), fmt.Sprint("twice ", n))
	}
	info, err := c.Enqueue(asynq.NewTask("always", nil), asynq.Queue("retry"), asynq.MaxRetry(1))
	must(t, err)
	for n := range 2 {
		equal(t, "a run", receive(t, runs, "a run"), fmt.Sprint("always ", n))
	}
	until(t, "archived", func() bool {
		got, err := inspector.GetTaskInfo("retry", info.ID)
		must(t, err)
		return got.State == asynq.TaskStateArchived && got.LastErr == "broken"
	})
	close(mended)
	must(t, inspector.RunTask("retry", info.ID))
	if got := receive(t, runs, "the run by hand"); !strings.HasPrefix(got, "always") {
		t.Errorf("the run by hand: %s", got)
	}
	until(t, "counted", func() bool {
		q, err := inspector.GetQueueInfo("retry")
		must(t, err)
		return q.FailedTotal == 4 && q.ProcessedTotal == 6 && q.Archived == 0 && q.Size == 0
	})
}

func asynqSchedule(t *testing.T) {
	c, inspector := asynqClients(t)
	due := time.Now().Add(1200 * time.Millisecond)
	soon, err := c.Enqueue(asynq.NewTask("soon", nil), asynq.Queue("later"), asynq.ProcessAt(due))
	must(t, err)
	far, err := c.Enqueue(asynq.NewTask("far", nil), asynq.Queue("later"), asynq.ProcessIn(time.Hour))
	must(t, err)
	tasks, err := inspector.ListScheduledTasks("later")
	must(t, err)
	equal(t, "scheduled", len(tasks), 2)
	equal(t, "the first", tasks[0].ID, soon.ID)
	ran := make(chan time.Time, 1)
	asynqServer(t, func(context.Context, *asynq.Task) error { ran <- time.Now(); return nil }, "later", nil)
	// It counts in whole seconds.
	if at := receive(t, ran, "the scheduled task"); at.Before(due.Truncate(time.Second)) {
		t.Errorf("ran %v early", due.Sub(at))
	}
	must(t, inspector.DeleteTask("later", far.ID))
}

func asynqPeriodic(t *testing.T) {
	_, inspector := asynqClients(t)
	ran := make(chan struct{}, 100)
	asynqServer(t, func(context.Context, *asynq.Task) error { ran <- struct{}{}; return nil }, "ticks", nil)
	s := asynq.NewScheduler(asynqConn{}, &asynq.SchedulerOpts{Logger: quiet{t}})
	id, err := s.Register("@every 1s", asynq.NewTask("tick", nil), asynq.Queue("ticks"))
	must(t, err)
	must(t, s.Start())
	t.Cleanup(s.Shutdown)
	receive(t, ran, "a tick")
	receive(t, ran, "another tick")
	until(t, "its entry", func() bool {
		entries, err := inspector.SchedulerEntries()
		must(t, err)
		return len(entries) == 1 && entries[0].ID == id
	})
}

func asynqGroup(t *testing.T) {
	c, _ := asynqClients(t)
	got := make(chan string, 1)
	asynqServer(t, func(_ context.Context, task *asynq.Task) error { got <- string(task.Payload()); return nil }, "grouped", func(cfg *asynq.Config) {
		cfg.GroupGracePeriod, cfg.GroupMaxSize = 2*time.Second, 3
		cfg.GroupAggregator = asynq.GroupAggregatorFunc(func(_ string, tasks []*asynq.Task) *asynq.Task {
			var all []byte
			for _, task := range tasks {
				all = append(all, task.Payload()...)
			}
			return asynq.NewTask("all", all)
		})
	})
	for _, part := range []string{"a", "b", "c"} {
		_, err := c.Enqueue(asynq.NewTask("part", []byte(part)), asynq.Queue("grouped"), asynq.Group("g"))
		must(t, err)
	}
	equal(t, "the parts", len(receive(t, got, "the group")), 3)
}

// asynqCancel ends a running task from elsewhere, which asynq does by pub/sub.
func asynqCancel(t *testing.T) {
	c, inspector := asynqClients(t)
	started, ended := make(chan struct{}), make(chan error, 1)
	asynqServer(t, func(ctx context.Context, _ *asynq.Task) error {
		close(started)
		<-ctx.Done()
		ended <- ctx.Err()
		return fmt.Errorf("cancelled: %w", asynq.SkipRetry)
	}, "cancelled", nil)
	info, err := c.Enqueue(asynq.NewTask("endless", nil), asynq.Queue("cancelled"))
	must(t, err)
	receiveClosed(t, started)
	until(t, "its subscription", func() bool {
		must(t, inspector.CancelProcessing(info.ID))
		return len(ended) == 1
	})
	equal(t, "why it ended", <-ended, context.Canceled)
}

func asynqInspect(t *testing.T) {
	c, inspector := asynqClients(t)
	for i := range 5 {
		_, err := c.Enqueue(asynq.NewTask("idle", fmt.Append(nil, i)), asynq.Queue("idle"))
		must(t, err)
	}
	must(t, inspector.PauseQueue("idle"))
	tasks, err := inspector.ListPendingTasks("idle", asynq.PageSize(3), asynq.Page(2))
	must(t, err)
	equal(t, "the second page", len(tasks), 2)
	must(t, inspector.ArchiveTask("idle", tasks[0].ID))
	n, err := inspector.DeleteAllPendingTasks("idle")
	must(t, err)
	equal(t, "deleted", n, 4)
	q, err := inspector.GetQueueInfo("idle")
	must(t, err)
	equal(t, "paused", q.Paused, true)
	equal(t, "archived", q.Archived, 1)
	if _, err := inspector.ClusterKeySlot("idle"); err == nil || err.Error() != "ERR This instance has cluster support disabled" {
		t.Errorf("CLUSTER KEYSLOT: %v", err)
	}
	must(t, inspector.UnpauseQueue("idle"))
	must(t, inspector.DeleteQueue("idle", true))
	queues, err := inspector.Queues()
	must(t, err)
	for _, name := range queues {
		if name == "idle" {
			t.Error("the queue is still there")
		}
	}
}

// receiveClosed waits until a channel closes.
func receiveClosed(t *testing.T, c <-chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(limit):
		t.Fatal("the task did not start")
	}
}
