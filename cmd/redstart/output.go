package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/rs/zerolog"

	"redstart/server/config"
)

// output is where the log goes: standard output or the logfile, in the form and from the level that the configuration says.
type output struct {
	cfg   *config.Config
	path  string       // of the logfile; "": standard output
	level atomic.Int32 // zerolog.Level, which CONFIG SET loglevel changes

	mu   sync.Mutex
	file *os.File
	form io.Writer // writes to file
}

// openOutput opens the logfile, or takes standard output when there is none.
func openOutput(cfg *config.Config, stdout *os.File) (*output, error) {
	o := &output{cfg: cfg, path: cfg.Path(config.LogFile), file: stdout}
	if o.path != "" {
		f, err := openLogFile(o.path)
		if err != nil {
			return nil, err
		}
		o.file = f
	}
	o.format()
	o.applyLevel()
	cfg.OnChange(o.applyLevel, config.LogLevel)
	return o, nil
}

func openLogFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		//lint:ignore ST1005 Redis' text
		return nil, fmt.Errorf("Can't open the log file: %w", err)
	}
	return f, nil
}

// format chooses the form of the lines.
func (o *output) format() {
	format, tty := o.cfg.String(config.LogFormat), isTerminal(o.file)
	if format == "json" || format == "auto" && !tty {
		o.form = o.file
		return
	}
	o.form = zerolog.ConsoleWriter{Out: o.file, NoColor: !tty, TimeFormat: time.StampMilli}
}

// levels is what each loglevel shows, in the order of the directive's values: debug, verbose, notice, warning, nothing.
var levels = [...]zerolog.Level{zerolog.TraceLevel, zerolog.DebugLevel, zerolog.InfoLevel, zerolog.WarnLevel, zerolog.Disabled}

func (o *output) applyLevel() error {
	o.level.Store(int32(levels[o.cfg.Int(config.LogLevel)]))
	return nil
}

// logger returns the program's one logger.
func (o *output) logger() zerolog.Logger {
	return zerolog.New(o).Hook(zerolog.HookFunc(stamp))
}

// stamp gives a line its time, in milliseconds.
func stamp(e *zerolog.Event, _ zerolog.Level, _ string) {
	e.Str(zerolog.TimestampFieldName, time.Now().Format("2006-01-02T15:04:05.000Z07:00"))
}

// Write writes one line whatever its level.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.form.Write(p)
}

// WriteLevel writes one line if the loglevel lets it pass.
func (o *output) WriteLevel(l zerolog.Level, p []byte) (int, error) {
	if l < zerolog.Level(o.level.Load()) {
		return len(p), nil
	}
	return o.Write(p)
}

// reopen opens the logfile anew, for programs that rotate logs by renaming them. On an error the old file stays in use.
func (o *output) reopen() error {
	if o.path == "" {
		return nil
	}
	f, err := openLogFile(o.path)
	if err != nil {
		return err
	}
	o.mu.Lock()
	old := o.file
	o.file = f
	o.format()
	o.mu.Unlock()
	return old.Close()
}

// close closes the logfile.
func (o *output) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.path != "" {
		o.file.Close()
	}
}

// isTerminal reports whether somebody looks at f.
func isTerminal(f *os.File) bool { return isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd()) }

// logWarnings names the directives that do nothing here. Those that are set to their defaults, as the files that are shipped with Redis
// set them, cost nobody anything: they make one line together.
func logWarnings(log zerolog.Logger, warnings []config.Warning) {
	var atDefault []string
	for _, w := range warnings {
		if w.AtDefault {
			atDefault = append(atDefault, w.Directive)
			continue
		}
		log.Warn().Str("directive", w.Directive).Msg(w.String())
	}
	if len(atDefault) > 0 {
		log.Info().Strs("directives", atDefault).Msg("directives without meaning here, at their defaults")
	}
}
