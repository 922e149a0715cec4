package models

// Output is what a model gives.
type Output struct {
	Names      []string `yaml:"names"`      // default: all outputs of the file, in its order
	Activation string   `yaml:"activation"` // classifiers: softmax (default), sigmoid for classes that do not exclude each other, none if the model ends in a softmax itself
	Head       string   `yaml:"head"`       // detectors: yolox or nanodet
	Strides    []int    `yaml:"strides"`    // detectors: pixels between the points of each grid; default 8, 16, 32
}

func (o *Output) complete(task Task) {
	if task == TaskDetection {
		if o.Strides == nil {
			o.Strides = []int{8, 16, 32}
		}
		return
	}
	orElse(&o.Activation, "softmax")
}

func (o *Output) check(c *checks, task Task) {
	for _, name := range o.Names {
		c.must(name != "", "output.names", "a name is empty")
	}
	if task == TaskDetection {
		c.oneOf("output.head", o.Head, "yolox", "nanodet")
		c.must(o.Activation == "", "output.activation", "it is for classifiers; leave it out")
		for _, s := range o.Strides {
			c.must(s >= 1 && s <= maxSide, "output.strides", "each must be 1 to %d pixels, and one is %d", maxSide, s)
		}
		return
	}
	c.oneOf("output.activation", o.Activation, "softmax", "sigmoid", "none")
	c.must(o.Head == "" && o.Strides == nil, "output.head, output.strides", "they are for detectors; leave them out")
	c.must(len(o.Names) <= 1, "output.names", "a classifier has one output, and here are %d", len(o.Names))
}
