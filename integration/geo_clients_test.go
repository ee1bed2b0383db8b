package integration

import (
	"fmt"
	"math"
	"testing"

	redigo "github.com/gomodule/redigo/redis"
	"github.com/redis/go-redis/v9"
)

// TestGeoGoRedis looks for places through go-redis, which reads coordinates as numbers in both protocols.
func TestGeoGoRedis(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprint("RESP", protocol), func(t *testing.T) {
			t.Parallel()
			db := goRedis(t, s, protocol, func(o *redis.Options) { o.DB = protocol })
			expect(t, "GEOADD", int64(2))(db.GeoAdd(t.Context(), "Sicily",
				&redis.GeoLocation{Name: "Palermo", Longitude: 13.361389, Latitude: 38.115556},
				&redis.GeoLocation{Name: "Catania", Longitude: 15.087269, Latitude: 37.502669}).Result())
			goRedisPlaces(t, db)
			goRedisSearch(t, db)
		})
	}
}

func goRedisPlaces(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	expect(t, "GEODIST", 166.2742)(db.GeoDist(ctx, "Sicily", "Palermo", "Catania", "km").Result())
	hash, err := db.GeoHash(ctx, "Sicily", "Palermo", "Catania").Result()
	if err != nil || fmt.Sprint(hash) != "[sqc8b49rny0 sqdtr74hyu0]" {
		t.Errorf("GEOHASH: %v, %v", hash, err)
	}
	pos, err := db.GeoPos(ctx, "Sicily", "Palermo", "none").Result()
	if err != nil || len(pos) != 2 || pos[1] != nil || math.Abs(pos[0].Longitude-13.361389) > 1e-5 || math.Abs(pos[0].Latitude-38.115556) > 1e-5 {
		t.Errorf("GEOPOS: %v, %v", pos, err)
	}
}

func goRedisSearch(t *testing.T, db *redis.Client) {
	ctx := t.Context()
	around := redis.GeoSearchQuery{Longitude: 15, Latitude: 37, Radius: 200, RadiusUnit: "km", Sort: "ASC"}
	got, err := db.GeoSearch(ctx, "Sicily", &around).Result()
	if err != nil || fmt.Sprint(got) != "[Catania Palermo]" {
		t.Errorf("GEOSEARCH: %v, %v", got, err)
	}
	found, err := db.GeoSearchLocation(ctx, "Sicily", &redis.GeoSearchLocationQuery{
		GeoSearchQuery: redis.GeoSearchQuery{Member: "Palermo", BoxWidth: 400, BoxHeight: 400, BoxUnit: "km", Sort: "DESC", Count: 1},
		WithCoord:      true, WithDist: true, WithHash: true,
	}).Result()
	if err != nil || len(found) != 1 || found[0].Name != "Catania" || found[0].Dist != 166.2742 || found[0].GeoHash != 3479447370796909 {
		t.Errorf("GEOSEARCH WITHDIST WITHCOORD WITHHASH: %v, %v", found, err)
	}
	expect(t, "GEOSEARCHSTORE", int64(2))(db.GeoSearchStore(ctx, "Sicily", "near", &redis.GeoSearchStoreQuery{GeoSearchQuery: around, StoreDist: true}).Result())
	expect(t, "ZSCORE", 56.4412578701582)(db.ZScore(ctx, "near", "Catania").Result())
	old, err := db.Do(ctx, "GEORADIUSBYMEMBER_RO", "Sicily", "Palermo", 1, "m").StringSlice()
	if err != nil || fmt.Sprint(old) != "[Palermo]" {
		t.Errorf("GEORADIUSBYMEMBER_RO: %v, %v", old, err)
	}
	expect(t, "GEORADIUS STORE", int64(1))(db.GeoRadiusStore(ctx, "Sicily", 15, 37, &redis.GeoRadiusQuery{Radius: 100, Unit: "km", Store: "d"}).Result())
}

// TestGeoRueidis uses its builders.
func TestGeoRueidis(t *testing.T) {
	t.Parallel()
	c := rueidisClient(t, start(t, "--requirepass", "secret"), 3)
	ctx := t.Context()
	add := c.B().Geoadd().Key("k").Nx().Ch().LongitudeLatitudeMember().
		LongitudeLatitudeMember(2.2945, 48.8584, "Eiffel").LongitudeLatitudeMember(2.3376, 48.8606, "Louvre").Build()
	if n, err := c.Do(ctx, add).AsInt64(); err != nil || n != 2 {
		t.Errorf("GEOADD: %v, %v", n, err)
	}
	found, err := c.Do(ctx, c.B().Geosearch().Key("k").Frommember("Eiffel").Byradius(5).Km().Desc().Withcoord().Withdist().Withhash().Build()).AsGeosearch()
	if err != nil || len(found) != 2 || found[0].Name != "Louvre" || found[0].Dist < 3 || found[0].Dist > 3.5 || math.Abs(found[1].Longitude-2.2945) > 1e-5 {
		t.Errorf("GEOSEARCH: %v, %v", found, err)
	}
}

// TestGeoRedigo reads positions with its own helper.
func TestGeoRedigo(t *testing.T) {
	t.Parallel()
	c, err := redigo.Dial("tcp", start(t).addr, redigo.DialReadTimeout(replyLimit))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if n, err := redigo.Int(c.Do("GEOADD", "k", 1.5, 2.5, "a", -3.5, 4.5, "b")); err != nil || n != 2 {
		t.Errorf("GEOADD: %v, %v", n, err)
	}
	at, err := redigo.Positions(c.Do("GEOPOS", "k", "a", "none", "b"))
	if err != nil || len(at) != 3 || at[1] != nil || math.Abs(at[0][0]-1.5) > 1e-5 || math.Abs(at[2][1]-4.5) > 1e-5 {
		t.Errorf("GEOPOS: %v, %v", at, err)
	}
	if names, err := redigo.Strings(c.Do("GEORADIUS", "k", 0, 0, 1000, "km", "DESC")); err != nil || fmt.Sprint(names) != "[b a]" {
		t.Errorf("GEORADIUS: %v, %v", names, err)
	}
}
