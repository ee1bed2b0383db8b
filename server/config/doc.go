// Package config is the server's configuration: one typed table of directives, from which everything else derives — the
// configuration file, the command line, CONFIG GET, SET and REWRITE, redstart.conf, --help and the documentation.
//
// Every directive of Redis 7.0 and 8.0 is in the table, with Redis' name, default, bounds and error texts. One that has no
// meaning here is kept and shown as the others are, and using it gives a Warning that says so.
//
// Values are read without locks (Config.Int, Bool, String); changes are checked all together before any takes effect, and
// taken back all together where an OnChange hook refuses one (Config.Set).
package config
