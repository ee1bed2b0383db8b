package admin

import (
	"math"
	"math/rand/v2"
	"strings"

	"redstart/server/command"
	"redstart/server/version"
)

var lolwutSpec = &command.Spec{
	Name: "lolwut", Arity: -1,
	Flags:   command.ReadOnly | command.Fast,
	Group:   command.ServerGroup,
	Since:   "5.0.0",
	Syntax:  "[VERSION version:integer]",
	Summary: "Draws something and names the version.",
	Run:     runLolwut,
}

// The bounds on the size of a drawing.
const (
	maxColumns = 1000
	maxRows    = 200
)

// runLolwut draws something. The versions of Redis that drew something have a drawing of ours each; the numbers behind the version are
// the columns and the rows.
func runLolwut(c *command.Ctx) error {
	draw := flight
	columns, rows := 66, 12
	a := c.Options(1)
	if a.Left() >= 2 && a.Is("VERSION") {
		v := a.Int()
		if a.Err() != nil {
			return a.Err()
		}
		switch v {
		case 5:
			draw = weave
		case 6:
			draw = ridges
		case 8:
		default:
			draw = nil
		}
		if v == 5 || v == 6 {
			var err error
			if columns, rows, err = lolwutSize(&a, columns, rows); err != nil {
				return err
			}
		}
	}

	var b strings.Builder
	if draw != nil {
		draw(&b, columns, rows)
		b.WriteString("\nA redstart never draws the same thing twice. ")
	}
	b.WriteString("Redis ver. " + version.Redis + "\n")
	c.Reply.Verbatim("txt", b.String())
	return nil
}

// lolwutSize reads the columns and rows of a drawing as far as they are given.
func lolwutSize(a *command.Args, columns, rows int) (int, int, error) {
	for _, n := range []struct {
		value *int
		max   int64
	}{{&columns, maxColumns}, {&rows, maxRows}} {
		if a.More() {
			v := a.Int()
			*n.value = int(min(max(v, 1), n.max))
		}
	}
	return columns, rows, a.Err()
}

// weave draws a maze of diagonal strokes.
func weave(b *strings.Builder, columns, rows int) {
	for range rows {
		for range columns {
			b.WriteString([...]string{"╱", "╲"}[rand.IntN(2)])
		}
		b.WriteByte('\n')
	}
}

// ridges draws mountain ranges, the nearer the darker.
func ridges(b *strings.Builder, columns, rows int) {
	const shades = " ░▒▓█"
	tones := []rune(shades)
	type ridge struct{ height, swing, phase, pace float64 }
	ranges := make([]ridge, len(tones)-1)
	for i := range ranges {
		ranges[i] = ridge{
			height: float64(rows) * (0.8 - 0.2*float64(i)), swing: float64(rows) * 0.15,
			phase: rand.Float64() * 2 * math.Pi, pace: 0.08 + 0.12*rand.Float64(),
		}
	}
	for y := range rows {
		for x := range columns {
			tone := 0
			for i, r := range ranges {
				top := r.height + r.swing*(math.Sin(r.phase+float64(x)*r.pace)+0.4*math.Sin(3*r.phase+float64(x)*r.pace*2.3))
				if float64(rows-y) <= top {
					tone = i + 1
				}
			}
			b.WriteRune(tones[tone])
		}
		b.WriteByte('\n')
	}
}

// flight draws a flock of birds.
func flight(b *strings.Builder, columns, rows int) {
	for range rows {
		line := []byte(strings.Repeat(" ", columns))
		for range 1 + columns/33 {
			const birds = "vVv\\o/~v~^v^"
			i := 3 * rand.IntN(len(birds)/3)
			if columns > 3 {
				copy(line[rand.IntN(columns-2):], birds[i:i+3])
			}
		}
		b.Write(append(line, '\n'))
	}
}
