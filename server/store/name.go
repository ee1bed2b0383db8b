package store

// maxName is the longest name, in bytes.
const maxName = 128

// CheckName says what is wrong with a store's name.
func CheckName[T string | []byte](name T) error {
	if len(name) == 0 || len(name) > maxName || isNumber(name) {
		return errName
	}
	for i := range len(name) {
		if !nameByte(name[i]) {
			return errName
		}
	}
	return nil
}

func nameByte(c byte) bool {
	switch {
	case c|0x20 >= 'a' && c|0x20 <= 'z', c >= '0' && c <= '9':
		return true
	}
	return c == '_' || c == '.' || c == ':' || c == '-'
}

// isNumber reports whether SELECT would take the name for the number of a database.
func isNumber[T string | []byte](name T) bool {
	digits := name
	if digits[0] == '-' {
		digits = digits[1:]
	}
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return false
		}
	}
	return true
}
