package info

import (
	"fmt"
	"strings"
)

// What Doctor takes for a problem.
const (
	littleMemory = 5 << 20 // below it nothing can be said
	highPeak     = 1.5     // peak in relation to what is in use
	muchClients  = 200 << 10
	muchGarbage  = 2.0 // process in relation to what is in use
)

// Doctor says in words what looks wrong with memory in use.
func (m *Memory) Doctor() string {
	if m.Used < littleMemory {
		return "Hi Sam, there is too little data in this server to say anything about its memory. Come back when there is more."
	}
	var lines []string
	if float64(m.Peak) > highPeak*float64(m.Used) {
		lines = append(lines, fmt.Sprintf("Peak: %s were in use once, much more than the %s of now. MEMORY PURGE gives what is free back to the system.",
			humanBytes(m.Peak), humanBytes(m.Used)))
	}
	if m.Fragmentation() > muchGarbage {
		lines = append(lines, fmt.Sprintf("Process: it holds %.1f times what is in use. That is room for garbage that the next collections use up; maxmemory bounds it.",
			m.Fragmentation()))
	}
	if m.Clients > muchClients && m.Clients > m.Used/10 {
		lines = append(lines, fmt.Sprintf("Clients: %s wait to be read by clients. CLIENT LIST shows by whom (omem); client-output-buffer-limit bounds it.",
			humanBytes(m.Clients)))
	}
	if len(lines) == 0 {
		return "Hi Sam, I can't find any memory issue in this server."
	}
	return "Sam, I have found something about this server's memory:\n\n * " + strings.Join(lines, "\n * ") + "\n"
}
