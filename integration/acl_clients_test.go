package integration

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

// TestGoRedisUsers is a session of go-redis with users of a file: an operator, and an application that may touch its own keys only.
func TestGoRedisUsers(t *testing.T) {
	t.Parallel()
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "users.acl")
			users := "user default off\nuser operator on >top ~* &* +@all\nuser app on >secret ~app:* &app:* +@all -@dangerous -@admin\n"
			if err := os.WriteFile(file, []byte(users), 0o600); err != nil {
				t.Fatal(err)
			}
			s := start(t, "--aclfile", file)
			as := func(user, password string) *redis.Client {
				return goRedis(t, s, protocol, func(o *redis.Options) { o.Username, o.Password, o.MaxRetries = user, password, -1 })
			}
			ctx, operator, app := t.Context(), as("operator", "top"), as("app", "secret")
			expect(t, "SET", "OK")(app.Set(ctx, "app:k", "v", 0).Result())
			refused := func(what string, err error) {
				t.Helper()
				if err == nil || !strings.HasPrefix(err.Error(), "NOPERM ") {
					t.Errorf("%s: %v", what, err)
				}
			}
			refused("another's key", app.Get(ctx, "k").Err())
			refused("another's channel", app.Publish(ctx, "c", "m").Err())
			refused("a dangerous command", app.FlushAll(ctx).Err())
			if err := as("app", "guess").Ping(ctx).Err(); err == nil || !strings.HasPrefix(err.Error(), "WRONGPASS ") {
				t.Errorf("a wrong password: %v", err)
			}
			expect(t, "ACL SETUSER", "OK")(operator.ACLSetUser(ctx, "app", "+flushdb", "%R~shared:*").Result())
			expect(t, "FLUSHDB", "OK")(app.FlushDB(ctx).Result())
			expect(t, "GET of a shared key", "")(app.Get(ctx, "shared:k").Result())
			expect(t, "ACL DRYRUN", "OK")(operator.ACLDryRun(ctx, "app", "get", "app:k").Result())
			log, err := operator.ACLLog(ctx, 10).Result()
			if !slices.ContainsFunc(log, func(e *redis.ACLLogEntry) bool { return e.Object == "flushall" && e.Username == "app" }) {
				t.Errorf("ACL LOG: %v, %v", log, err)
			}
			expect(t, "ACL SAVE", "OK")(operator.Do(ctx, "ACL", "SAVE").Text())
			if text, _ := os.ReadFile(file); !strings.Contains(string(text), "+flushdb") {
				t.Errorf("the file is %s", text)
			}
			expect(t, "ACL DELUSER", int64(1))(operator.ACLDelUser(ctx, "app").Result())
			if err := app.Ping(ctx).Err(); err == nil || errors.Is(err, redis.Nil) {
				t.Errorf("the deleted user: %v", err)
			}
		})
	}
}
