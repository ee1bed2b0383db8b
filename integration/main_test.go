package integration

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

var (
	oracle = flag.String("oracle", "", "`path` of a redis-server 8.0.2 to compare with")
	tested = flag.String("program", "", "`path` of the binary to test; built from this module when empty")
	record = flag.Bool("record", false, "write the replies of the oracle into testdata")
)

// program is the binary under test, built once and only when a test asks.
var program struct {
	once sync.Once
	dir  string
	path string
	err  error
}

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if program.dir != "" {
		os.RemoveAll(program.dir)
	}
	os.Exit(code)
}

// binary returns the path of the program under test, built with the race
// detector when the tests themselves are.
func binary(t testing.TB) string {
	t.Helper()
	if *tested != "" {
		return *tested
	}
	program.once.Do(func() { program.path, program.err = build() })
	if program.err != nil {
		t.Fatal(program.err)
	}
	return program.path
}

func build() (string, error) {
	dir, err := os.MkdirTemp("", "redstart-integration-")
	if err != nil {
		return "", err
	}
	program.dir = dir
	path := filepath.Join(dir, "redstart")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	args := []string{"build", "-o", path}
	if raceEnabled {
		args = append(args, "-race")
	}
	out, err := exec.Command("go", append(args, "redstart/cmd/redstart")...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building the program: %w\n%s", err, out)
	}
	return path, nil
}
