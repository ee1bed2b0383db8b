package server

// absentCommands are commands of Redis that this server need not have, and that rules may name all the same: the files of users that come
// from a Redis are right here too. A container stands before its subcommands.
const absentCommands = `
asking bgsave cluster cluster|addslots cluster|addslotsrange cluster|bumpepoch cluster|count-failure-reports
cluster|countkeysinslot cluster|delslots cluster|delslotsrange cluster|failover cluster|flushslots cluster|forget
cluster|getkeysinslot cluster|help cluster|info cluster|keyslot cluster|links cluster|meet cluster|myid cluster|myshardid
cluster|nodes cluster|replicas cluster|replicate cluster|reset cluster|saveconfig cluster|set-config-epoch cluster|setslot
cluster|shards cluster|slaves cluster|slots dump eval eval_ro evalsha evalsha_ro failover fcall fcall_ro function function|delete
function|dump function|flush function|help function|kill function|list function|load function|restore function|stats migrate
module module|help module|list module|load module|loadex module|unload psync readonly readwrite replconf replicaof restore
restore-asking save script script|debug script|exists script|flush script|help script|kill script|load slaveof sync
`
