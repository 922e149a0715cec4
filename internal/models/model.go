package models

// Model is one entry of the catalogue, or of a user's file. What is left out in
// the file has been given its default.
type Model struct {
	Name        string   `yaml:"name"`        // default: the name of the user's file
	Version     string   `yaml:"version"`     // default: the first 12 digits of the sum
	Description string   `yaml:"description"` // one line
	Task        Task     `yaml:"task"`        // default: detection if there is a head, else classification
	License     string   `yaml:"license"`     // SPDX identifier
	Source      string   `yaml:"source"`      // its page
	Accuracy    Accuracy `yaml:"accuracy"`
	File        File     `yaml:"file"`
	Input       Input    `yaml:"input"`
	Output      Output   `yaml:"output"`
	Embedding   string   `yaml:"embedding"`   // classifiers: the tensor that embeddings are made of; default: what the last layer with weights reads
	Temperature float64  `yaml:"temperature"` // outputs are divided by it before the activation; default 1
	Classes     Classes  `yaml:"classes"`
}

// Task is what a model does.
type Task string

// The tasks.
const (
	TaskClassification Task = "classification" // a score for each class, of the whole picture
	TaskDetection      Task = "detection"      // boxes with a class each
)

// Accuracy is what was published about a model, in percent; 0 is unknown.
type Accuracy struct {
	Top1   float64 `yaml:"top1"`
	Top5   float64 `yaml:"top5"`
	AP     float64 `yaml:"ap"`     // mean average precision, IoU 0.50 to 0.95
	On     string  `yaml:"on"`     // the pictures it was measured on
	Source string  `yaml:"source"` // where it is published
}

// Embedded reports whether the model is inside the program.
func (m *Model) Embedded() bool { return m.Name == EmbeddedName && m.File.described == "" }

// complete fills in what was left out.
func (m *Model) complete() {
	if m.Task == "" {
		m.Task = TaskClassification
		if m.Output.Head != "" {
			m.Task = TaskDetection
		}
	}
	if m.Version == "" && len(m.File.SHA256) >= 12 {
		m.Version = m.File.SHA256[:12]
	}
	if m.Temperature == 0 {
		m.Temperature = 1
	}
	m.Input.complete(m.Task)
	m.Output.complete(m.Task)
}

// check reports everything that is wrong with m.
func (m *Model) check() error {
	var c checks
	c.oneOf("task", string(m.Task), string(TaskClassification), string(TaskDetection))
	c.must(m.Temperature > 0, "temperature", "it must be more than 0, and is %g", m.Temperature)
	for _, a := range []struct {
		field   string
		percent float64
	}{{"accuracy.top1", m.Accuracy.Top1}, {"accuracy.top5", m.Accuracy.Top5}, {"accuracy.ap", m.Accuracy.AP}} {
		c.must(a.percent >= 0 && a.percent <= 100, a.field, "it is in percent, 0 to 100, and is %g", a.percent)
	}
	m.File.check(&c)
	m.Input.check(&c)
	m.Output.check(&c, m.Task)
	c.must(m.Embedding == "" || m.Task == TaskClassification, "embedding", "it is for classifiers; leave it out")
	m.Classes.check(&c)
	return c.err()
}
