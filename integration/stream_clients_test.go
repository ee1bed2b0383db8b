package integration

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	redigo "github.com/gomodule/redigo/redis"
	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"
)

// TestStreamsGoRedis uses a stream and its groups through go-redis.
func TestStreamsGoRedis(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			db := goRedis(t, s, protocol, func(o *redis.Options) { o.DB = protocol })
			goRedisStream(t, db)
			goRedisGroup(t, db)
			goRedisDescribes(t, db)
		})
	}
}

func goRedisStream(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	for i := range 5 {
		id := fmt.Sprintf("%d-1", i+1)
		expect(t, "XADD", id)(db.XAdd(ctx, &redis.XAddArgs{Stream: "s", ID: id, Values: []any{"n", i, "text", "x y"}}).Result())
	}
	expect(t, "XLEN", int64(5))(db.XLen(ctx, "s").Result())
	all, err := db.XRange(ctx, "s", "-", "+").Result()
	if err != nil || len(all) != 5 || all[4].ID != "5-1" || all[4].Values["n"] != "4" || all[4].Values["text"] != "x y" {
		t.Errorf("XRANGE: %v, %v", all, err)
	}
	last, err := db.XRevRangeN(ctx, "s", "+", "-", 1).Result()
	if err != nil || len(last) != 1 || last[0].ID != "5-1" {
		t.Errorf("XREVRANGE: %v, %v", last, err)
	}
	read, err := db.XRead(ctx, &redis.XReadArgs{Streams: []string{"s", "3"}, Count: 10, Block: time.Minute}).Result()
	if err != nil || len(read) != 1 || read[0].Stream != "s" || len(read[0].Messages) != 3 {
		t.Errorf("XREAD: %v, %v", read, err)
	}
	if _, err := db.XRead(ctx, &redis.XReadArgs{Streams: []string{"s", "$"}, Block: time.Millisecond}).Result(); !errors.Is(err, redis.Nil) {
		t.Errorf("XREAD that waits in vain: %v", err)
	}
	expect(t, "XDEL", int64(1))(db.XDel(ctx, "s", "2-1", "9-9").Result())
	expect(t, "XTRIM", int64(1))(db.XTrimMaxLen(ctx, "s", 3).Result())
	expect(t, "XTRIM MINID ~", int64(0))(db.XTrimMinIDApprox(ctx, "s", "4-0", 10).Result())
}

func goRedisGroup(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	expect(t, "XGROUP CREATE", "OK")(db.XGroupCreateMkStream(ctx, "s", "g", "0").Result())
	if err := db.XGroupCreate(ctx, "s", "g", "0").Err(); err == nil || !strings.HasPrefix(err.Error(), "BUSYGROUP") {
		t.Errorf("XGROUP CREATE again: %v", err)
	}
	got, err := db.XReadGroup(ctx, &redis.XReadGroupArgs{Group: "g", Consumer: "a", Streams: []string{"s", ">"}, Count: 2}).Result()
	if err != nil || len(got) != 1 || len(got[0].Messages) != 2 || got[0].Messages[0].ID != "3-1" {
		t.Errorf("XREADGROUP: %v, %v", got, err)
	}
	pending, err := db.XPending(ctx, "s", "g").Result()
	if err != nil || pending.Count != 2 || pending.Lower != "3-1" || pending.Higher != "4-1" || pending.Consumers["a"] != 2 {
		t.Errorf("XPENDING: %v, %v", pending, err)
	}
	list, err := db.XPendingExt(ctx, &redis.XPendingExtArgs{Stream: "s", Group: "g", Start: "-", End: "+", Count: 10, Consumer: "a"}).Result()
	if err != nil || len(list) != 2 || list[1].ID != "4-1" || list[1].RetryCount != 1 {
		t.Errorf("XPENDING: %v, %v", list, err)
	}
	claimed, err := db.XClaim(ctx, &redis.XClaimArgs{Stream: "s", Group: "g", Consumer: "b", Messages: []string{"3-1"}}).Result()
	if err != nil || len(claimed) != 1 || claimed[0].Values["n"] != "2" {
		t.Errorf("XCLAIM: %v, %v", claimed, err)
	}
	claimed, next, err := db.XAutoClaim(ctx, &redis.XAutoClaimArgs{Stream: "s", Group: "g", Consumer: "b", Start: "3-2", Count: 1}).Result()
	if err != nil || len(claimed) != 1 || claimed[0].ID != "4-1" || next != "0-0" {
		t.Errorf("XAUTOCLAIM: %v, %v, %v", claimed, next, err)
	}
	expect(t, "XACK", int64(1))(db.XAck(ctx, "s", "g", "3-1", "3-2").Result())
	expect(t, "XGROUP CREATECONSUMER", int64(1))(db.XGroupCreateConsumer(ctx, "s", "g", "c").Result())
	expect(t, "XGROUP DELCONSUMER", int64(1))(db.XGroupDelConsumer(ctx, "s", "g", "b").Result())
	expect(t, "XGROUP SETID", "OK")(db.XGroupSetID(ctx, "s", "g", "3-1").Result())
}

func goRedisDescribes(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	info, err := db.XInfoStream(ctx, "s").Result()
	if err != nil || info.Length != 3 || info.EntriesAdded != 5 || info.MaxDeletedEntryID != "2-1" || info.FirstEntry.ID != "3-1" || info.Groups != 1 {
		t.Errorf("XINFO STREAM: %+v, %v", info, err)
	}
	groups, err := db.XInfoGroups(ctx, "s").Result()
	if err != nil || len(groups) != 1 || groups[0].Name != "g" || groups[0].Consumers != 2 || groups[0].LastDeliveredID != "3-1" {
		t.Errorf("XINFO GROUPS: %+v, %v", groups, err)
	}
	consumers, err := db.XInfoConsumers(ctx, "s", "g").Result()
	if err != nil || len(consumers) != 2 || consumers[0].Name != "a" || consumers[1].Inactive != -time.Millisecond {
		t.Errorf("XINFO CONSUMERS: %+v, %v", consumers, err)
	}
	full, err := db.XInfoStreamFull(ctx, "s", 2).Result()
	if err != nil || len(full.Entries) != 2 || len(full.Groups) != 1 || len(full.Groups[0].Consumers) != 2 {
		t.Errorf("XINFO STREAM FULL: %+v, %v", full, err)
	}
	expect(t, "XGROUP DESTROY", int64(1))(db.XGroupDestroy(ctx, "s", "g").Result())
}

// TestStreamsRueidis has a reader that waits while another connection adds.
func TestStreamsRueidis(t *testing.T) {
	t.Parallel()
	c := rueidisClient(t, start(t, "--requirepass", "secret"), 3)
	if err := c.Do(t.Context(), c.B().XgroupCreate().Key("s").Group("g").Id("$").Mkstream().Build()).Error(); err != nil {
		t.Fatal(err)
	}
	got := make(chan error, 1)
	go func() {
		entries, err := c.Do(t.Context(), c.B().Xreadgroup().Group("g", "me").Block(0).Streams().Key("s").Id(">").Build()).AsXRead()
		if err == nil && (len(entries["s"]) != 1 || entries["s"][0].FieldValues["f"] != "v") {
			err = fmt.Errorf("read %v", entries)
		}
		got <- err
	}()
	id, err := c.Do(t.Context(), c.B().Xadd().Key("s").Maxlen().Almost().Threshold("100").Id("*").FieldValue().FieldValue("f", "v").Build()).ToString()
	if err != nil {
		t.Fatal(err)
	}
	if err := <-got; err != nil {
		t.Error(err)
	}
	entries, err := c.Do(t.Context(), c.B().Xrange().Key("s").Start("-").End("+").Build()).AsXRange()
	if err != nil || len(entries) != 1 || entries[0].ID != id {
		t.Errorf("XRANGE: %v, %v", entries, err)
	}
	n, err := c.Do(t.Context(), c.B().Xack().Key("s").Group("g").Id(id).Build()).AsInt64()
	if err != nil || n != 1 {
		t.Errorf("XACK: %v, %v", n, err)
	}
	if err := c.Do(t.Context(), c.B().Xread().Streams().Key("none").Id("0").Build()).Error(); !rueidis.IsRedisNil(err) {
		t.Errorf("XREAD of nothing: %v", err)
	}
}

// TestStreamsRedigo pipelines additions and reads them back as nested values.
func TestStreamsRedigo(t *testing.T) {
	t.Parallel()
	c, err := redigo.Dial("tcp", start(t).addr, redigo.DialReadTimeout(replyLimit))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for i := range 300 {
		if err := c.Send("XADD", "s", fmt.Sprintf("%d-0", i+1), "n", i); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Flush(); err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		if id, err := redigo.String(c.Receive()); err != nil || id != fmt.Sprintf("%d-0", i+1) {
			t.Fatalf("XADD: %v, %v", id, err)
		}
	}
	streams, err := redigo.Values(c.Do("XREAD", "COUNT", 2, "STREAMS", "s", "299"))
	if err != nil || len(streams) != 1 {
		t.Fatalf("XREAD: %v, %v", streams, err)
	}
	stream, _ := redigo.Values(streams[0], nil)
	entries, _ := redigo.Values(stream[1], nil)
	entry, _ := redigo.Values(entries[0], nil)
	if pairs, err := redigo.StringMap(entry[1], nil); err != nil || len(entries) != 1 || pairs["n"] != "299" {
		t.Errorf("XREAD: %v, %v", entries, err)
	}
	if n, err := redigo.Int(c.Do("XTRIM", "s", "MAXLEN", "~", 150)); err != nil || n != 100 {
		t.Errorf("XTRIM: %v, %v", n, err)
	}
	if n, err := redigo.Int(c.Do("XLEN", "s")); err != nil || n != 200 {
		t.Errorf("XLEN: %v, %v", n, err)
	}
}
