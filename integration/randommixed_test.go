package integration

// mixedCommands are the commands of all families on the same few keys, so that most find another type than theirs, and those that store
// replace one. Left out is what depends on chance, on the time or, unsorted, on an order that nobody promises.
var mixedCommands = grammar{
	"command": {
		"$string", "$string", "$list", "$list", "$list", "$hash", "$hash", "$set", "$set", "$zset", "$zset", "$zset", "$stream", "$stream",
		"$bit", "$geo", "$general", "$general", "$general", "$sort", "$txn", "$wait", "$space",
	},
	"string": {
		"SET $key $value", "SET $key $value", "GET $key", "APPEND $key $value", "SETRANGE $key $offset $value", "GETRANGE $key $index $index", "STRLEN $key", "INCR $key",
		"INCRBYFLOAT $key $float", "SET $key $value KEEPTTL", "SET $key $value GET", "SET $key $value XX", "GETDEL $key", "GETEX $key PERSIST", "SETNX $key $value", "MSET $key $value $key $value",
		"MSETNX $key $value $key $value", "MGET $key $key $key", "LCS $key $key", "SET $key $value EXAT $future",
	},
	"value": {"$member", "$member", "$small", "$float", "$int", "$long"},
	"list": {
		"RPUSH $key $values", "RPUSH $key $values", "LPUSH $key $values", "LPUSHX $key $value", "RPUSHX $key $value", "LPOP $key", "RPOP $key", "LPOP $key $small", "RPOP $key $count", "LLEN $key",
		"LRANGE $key $index $index", "LINDEX $key $small", "LSET $key $small $value", "LINSERT $key $where $value $value", "LREM $key $small $value", "LTRIM $key $small $index", "LMOVE $key $key $side $side",
		"RPOPLPUSH $key $key", "LPOS $key $value", "LPOS $key $value RANK $small COUNT $small", "LMPOP $numkeys $side", "LMPOP 2 $key $key $side COUNT $count",
	},
	"values":  {"$value", "$value $value", "$value $values"},
	"where":   {"BEFORE", "AFTER", "before", "AT"},
	"side":    {"LEFT", "RIGHT", "left", "right"},
	"numkeys": {"1 $key", "2 $key $key", "3 $key $key $key", "0 $key", "5 $key"},
	"hash": {
		"HSET $key $pairs", "HSET $key $pairs", "HSETNX $key $member $value", "HMSET $key $pairs", "HGET $key $member", "HMGET $key $member $member", "HDEL $key $member $member", "HEXISTS $key $member", "HLEN $key",
		"HSTRLEN $key $member", "HINCRBY $key $member $int", "HINCRBYFLOAT $key $member $float", "HKEYS $key", "HVALS $key", "HGETALL $key", "HEXPIREAT $key $future FIELDS 2 $member $member", "HPERSIST $key FIELDS 1 $member",
		"HPEXPIRETIME $key FIELDS 2 $member $member", "HEXPIRETIME $key FIELDS 1 $member", "HGETDEL $key FIELDS 1 $member", "HGETEX $key PERSIST FIELDS 1 $member", "HGETEX $key EXAT $future FIELDS 1 $member", "HSETEX $key EXAT $future FIELDS 1 $member $value",
		"HSETEX $key FNX KEEPTTL FIELDS 1 $member $value", "HEXPIREAT $key 1 FIELDS 1 $member", "HEXPIREAT $key $future $cond FIELDS 1 $member", "HRANDFIELD $key 0", "HSETEX $key PXAT 1 FIELDS 1 $member $value",
	},
	"cond":  {"NX", "XX", "GT", "LT", "nx", "YY"},
	"pairs": {"$member $value", "$member $value $pairs", "$member $value $member"},
	"set": {
		"SADD $key $values", "SADD $key $values", "SADD $key $small $small $small", "SREM $key $value $value", "SCARD $key", "SISMEMBER $key $value", "SMISMEMBER $key $value $value", "SMEMBERS $key", "SMOVE $key $key $value",
		"SINTER $key $key", "SUNION $key $key", "SDIFF $key $key", "SINTERCARD $numkeys", "SINTERCARD 2 $key $key LIMIT $small", "SINTERSTORE $key $key $key", "SUNIONSTORE $key $key $key", "SUNIONSTORE $key $key $key $key", "SDIFFSTORE $key $key $key", "SPOP $key 0", "SRANDMEMBER $key 0",
	},
	"zset": {
		"ZADD $key $scored", "ZADD $key $scored", "ZADD $key $flags $scored", "ZADD $key INCR $score $member", "ZINCRBY $key $score $member", "ZREM $key $member $member", "ZSCORE $key $member", "ZMSCORE $key $member $member",
		"ZCARD $key", "ZRANK $key $member", "ZREVRANK $key $member WITHSCORE", "ZCOUNT $key $bound $bound", "ZLEXCOUNT $key $lex $lex", "ZRANGE $key $index $index WITHSCORES", "ZRANGE $key $bound $bound BYSCORE LIMIT $count $small",
		"ZRANGE $key $bound $bound BYSCORE REV", "ZRANGE $key $lex $lex BYLEX", "ZRANGESTORE $key $key $index $index", "ZRANGESTORE $key $key $bound $bound BYSCORE", "ZRANGESTORE $key $key $lex $lex BYLEX REV", "ZREVRANGE $key $small $small",
		"ZRANGEBYSCORE $key $bound $bound", "ZREVRANGEBYSCORE $key $bound $bound WITHSCORES", "ZRANGEBYLEX $key $lex $lex", "ZREVRANGEBYLEX $key $lex $lex", "ZREMRANGEBYRANK $key $small $small", "ZREMRANGEBYSCORE $key $bound $bound", "ZREMRANGEBYLEX $key $lex $lex",
		"ZPOPMIN $key", "ZPOPMAX $key $small", "ZMPOP $numkeys MIN", "ZMPOP 2 $key $key MAX COUNT $small", "ZUNION 2 $key $key WITHSCORES", "ZUNION $numkeys $how", "ZINTER $numkeys $how WITHSCORES", "ZDIFF 2 $key $key WITHSCORES", "ZINTERCARD $numkeys", "ZINTERCARD 2 $key $key LIMIT $small",
		"ZUNIONSTORE $key 2 $key $key $how", "ZUNIONSTORE $key $numkeys $how", "ZINTERSTORE $key 2 $key $key $how", "ZDIFFSTORE $key 2 $key $key", "ZRANDMEMBER $key 0",
	},
	"how":    {"", "WEIGHTS 2 $small", "AGGREGATE MAX", "WEIGHTS $float 1 AGGREGATE MIN", "AGGREGATE SUM", "AGGREGATE AVG"},
	"scored": {"$score $member", "$score $member $scored"},
	"score":  {"$small", "$small", "$float", "inf", "-inf", "0", "17", "nan"},
	"flags":  {"NX", "XX", "GT", "LT", "CH", "XX CH", "GT CH", "NX GT", "XX LT CH"},
	"bound":  {"-inf", "+inf", "$small", "$open", "$float", "x"},
	"lex":    {"-", "+", "$closed", "$open", "$member"},
	"stream": {
		"XADD $key $id $pairs", "XADD $key $id $pairs", "XADD $key $auto $pairs", "XADD $key NOMKSTREAM $id $pairs", "XADD $key MAXLEN $small $id $pairs", "XADD $key MINID $id $id $pairs", "XLEN $key", "XRANGE $key - +", "XRANGE $key $from $from COUNT $small",
		"XREVRANGE $key + - COUNT $count", "XDEL $key $id $id", "XTRIM $key MAXLEN $small", "XTRIM $key MINID $id", "XSETID $key $id", "XREAD COUNT $small STREAMS $key $key 0 $id", "XREAD STREAMS $key +", "XGROUP CREATE $key $group $from MKSTREAM", "XGROUP CREATE $key $group $last",
		"XGROUP CREATECONSUMER $key $group $member", "XGROUP DELCONSUMER $key $group $who", "XGROUP DESTROY $key $group", "XGROUP SETID $key $group $id", "XREADGROUP GROUP $group $who STREAMS $key >", "XREADGROUP GROUP $group $who COUNT 2 NOACK STREAMS $key >",
		"XREADGROUP GROUP $group $who COUNT 2 STREAMS $key 0", "XACK $key $group $id $id $id", "XPENDING $key $group", "XCLAIM $key $group $who 0 $id $id JUSTID", "XCLAIM $key $group $who 0 $id FORCE", "XAUTOCLAIM $key $group $who 0 $id COUNT 3", "XINFO GROUPS $key",
	},
	"id":    {"$sequence", "$small", "1-1", "2-1", "3-3", "5", "7-0", "9-9"},
	"from":  {"-", "0", "$id", "$open"},
	"group": {"g", "h"},
	"who":   {"c", "d"},
	"bit": {
		"SETBIT $key $offset 1", "GETBIT $key $offset", "BITCOUNT $key", "BITPOS $key 1", "BITOP AND $key $key $key", "BITOP NOT $key $key", "BITOP OR $key $key $key $key", "BITFIELD $key SET $type $offset $int", "BITFIELD $key INCRBY $type $offset $int",
		"PFADD $key $values", "PFCOUNT $key $key", "PFCOUNT $key", "PFMERGE $key $key $key",
	},
	"geo": {
		"GEOADD $key 13.361389 38.115556 $member", "GEOADD $key 15.087269 37.502669 $member", "GEOPOS $key $member", "GEOHASH $key $member", "GEODIST $key $member $member km", "GEOSEARCH $key FROMLONLAT 15 37 BYRADIUS 200 km ASC", "GEOSEARCHSTORE $key $key FROMLONLAT 15 37 BYBOX 400 400 km",
		"GEOSEARCHSTORE $key $key FROMMEMBER $member BYRADIUS 500 km STOREDIST",
	},
	"general": {
		"DEL $key", "DEL $key $key", "UNLINK $key", "TYPE $key", "EXISTS $key $key $key", "TOUCH $key $key", "RENAME $key $key", "RENAME $key $key", "RENAMENX $key $key", "COPY $key $key", "COPY $key $key REPLACE", "COPY $key $key DB 1", "COPY $key $key DB 1 REPLACE", "MOVE $key 1", "MOVE $key 0",
		"EXPIREAT $key $future", "EXPIREAT $key 1", "EXPIREAT $key $future $cond", "PERSIST $key", "PEXPIRETIME $key", "EXPIRETIME $key", "DEBUG DIGEST-VALUE $key $key", "SELECT 0", "SELECT 0", "SELECT 1",
	},
	"future": {"33333333333", "33333333334", "22222222222"},
	"sort": {
		"SORT $key", "SORT $key ALPHA", "SORT $key ALPHA DESC LIMIT $small $count", "SORT $key ALPHA STORE $key", "SORT $key STORE $key", "SORT_RO $key ALPHA GET #", "SORT $key ALPHA GET k*", "SORT $key ALPHA GET k*->$member", "SORT $key ALPHA GET # GET k* STORE $key", "SORT $key ALPHA DESC",
	},
	"txn": {"MULTI", "EXEC", "EXEC", "EXEC", "DISCARD", "WATCH $key $key", "UNWATCH"},
	"wait": {
		"BLPOP $key $key 0.001", "BRPOP $key 0.001", "BLMOVE $key $key $side $side 0.001", "BRPOPLPUSH $key $key 0.001", "BLMPOP 0.001 $numkeys $side", "BZPOPMIN $key 0.001", "BZPOPMAX $key $key 0.001", "BZMPOP 0.001 $numkeys MIN",
		"XREAD BLOCK 1 STREAMS $key $last", "XREADGROUP GROUP $group $who BLOCK 1 STREAMS $key >",
	},
	"space": {"DBSIZE", "DBSIZE", "SWAPDB 0 1", "KEYS *", "KEYS k*", "DEBUG DIGEST", "DEBUG DIGEST", "FLUSHDB", "SCAN 0 COUNT 100000", "SSCAN $key 0 COUNT 100000", "HSCAN $key 0 COUNT 100000", "ZSCAN $key 0 COUNT 100000"},
}
