package command

// Argument is one argument of a command, as COMMAND DOCS shows it.
type Argument struct {
	Name string
}

// ParseSyntax reads the notation of Spec.Syntax.
func ParseSyntax(s string) ([]*Argument, error) {
	return nil, nil
}
