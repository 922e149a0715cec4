package imaging

import "slices"

// namedColor is a color of CSS and the everyday word for it.
type namedColor struct {
	name, word string
	rgb        [3]uint8
}

// namedColors lists the 148 named colors of CSS Color Module Level 4, section
// 6.1, each once: cyan (also aqua), magenta (also fuchsia), and the seven that
// may be spelled with "grey", here with "gray".
//
// The words are a dozen: the eleven basic color terms of English (B. Berlin
// and P. Kay, "Basic Color Terms", 1969) and turquoise for what lies between
// green and blue. Which word a name gets is our own choice, by how the color
// looks rather than by what it is called.
func namedColors() []namedColor {
	return slices.Concat(neutralColors(), warmColors(), greenColors(), blueColors())
}

// darkColors are dark and dull colors that CSS has no name for.
func darkColors() []namedColor {
	return []namedColor{
		{"", "brown", [3]uint8{0x3b, 0x26, 0x18}},
		{"", "brown", [3]uint8{0x5c, 0x40, 0x28}},
		{"", "brown", [3]uint8{0x7a, 0x5c, 0x40}},
		{"", "red", [3]uint8{0x50, 0x10, 0x14}},
		{"", "green", [3]uint8{0x1c, 0x30, 0x1c}},
		{"", "green", [3]uint8{0x3a, 0x50, 0x2c}},
		{"", "blue", [3]uint8{0x1c, 0x26, 0x44}},
		{"", "blue", [3]uint8{0x2e, 0x40, 0x66}},
		{"", "purple", [3]uint8{0x36, 0x1c, 0x42}},
	}
}

// neutralColors are black, white and gray.
func neutralColors() []namedColor {
	return []namedColor{
		{"black", "black", [3]uint8{0x00, 0x00, 0x00}},
		{"aliceblue", "white", [3]uint8{0xf0, 0xf8, 0xff}},
		{"antiquewhite", "white", [3]uint8{0xfa, 0xeb, 0xd7}},
		{"azure", "white", [3]uint8{0xf0, 0xff, 0xff}},
		{"beige", "white", [3]uint8{0xf5, 0xf5, 0xdc}},
		{"bisque", "white", [3]uint8{0xff, 0xe4, 0xc4}},
		{"blanchedalmond", "white", [3]uint8{0xff, 0xeb, 0xcd}},
		{"cornsilk", "white", [3]uint8{0xff, 0xf8, 0xdc}},
		{"floralwhite", "white", [3]uint8{0xff, 0xfa, 0xf0}},
		{"ghostwhite", "white", [3]uint8{0xf8, 0xf8, 0xff}},
		{"honeydew", "white", [3]uint8{0xf0, 0xff, 0xf0}},
		{"ivory", "white", [3]uint8{0xff, 0xff, 0xf0}},
		{"lavenderblush", "white", [3]uint8{0xff, 0xf0, 0xf5}},
		{"linen", "white", [3]uint8{0xfa, 0xf0, 0xe6}},
		{"mintcream", "white", [3]uint8{0xf5, 0xff, 0xfa}},
		{"oldlace", "white", [3]uint8{0xfd, 0xf5, 0xe6}},
		{"papayawhip", "white", [3]uint8{0xff, 0xef, 0xd5}},
		{"seashell", "white", [3]uint8{0xff, 0xf5, 0xee}},
		{"snow", "white", [3]uint8{0xff, 0xfa, 0xfa}},
		{"white", "white", [3]uint8{0xff, 0xff, 0xff}},
		{"whitesmoke", "white", [3]uint8{0xf5, 0xf5, 0xf5}},
		{"darkgray", "gray", [3]uint8{0xa9, 0xa9, 0xa9}},
		{"darkslategray", "gray", [3]uint8{0x2f, 0x4f, 0x4f}},
		{"dimgray", "gray", [3]uint8{0x69, 0x69, 0x69}},
		{"gainsboro", "gray", [3]uint8{0xdc, 0xdc, 0xdc}},
		{"gray", "gray", [3]uint8{0x80, 0x80, 0x80}},
		{"lightgray", "gray", [3]uint8{0xd3, 0xd3, 0xd3}},
		{"lightslategray", "gray", [3]uint8{0x77, 0x88, 0x99}},
		{"silver", "gray", [3]uint8{0xc0, 0xc0, 0xc0}},
		{"slategray", "gray", [3]uint8{0x70, 0x80, 0x90}},
	}
}

// warmColors are red, orange, brown, yellow and pink.
func warmColors() []namedColor {
	return []namedColor{
		{"crimson", "red", [3]uint8{0xdc, 0x14, 0x3c}},
		{"darkred", "red", [3]uint8{0x8b, 0x00, 0x00}},
		{"firebrick", "red", [3]uint8{0xb2, 0x22, 0x22}},
		{"indianred", "red", [3]uint8{0xcd, 0x5c, 0x5c}},
		{"maroon", "red", [3]uint8{0x80, 0x00, 0x00}},
		{"red", "red", [3]uint8{0xff, 0x00, 0x00}},
		{"tomato", "red", [3]uint8{0xff, 0x63, 0x47}},
		{"coral", "orange", [3]uint8{0xff, 0x7f, 0x50}},
		{"darkorange", "orange", [3]uint8{0xff, 0x8c, 0x00}},
		{"darksalmon", "orange", [3]uint8{0xe9, 0x96, 0x7a}},
		{"lightsalmon", "orange", [3]uint8{0xff, 0xa0, 0x7a}},
		{"orange", "orange", [3]uint8{0xff, 0xa5, 0x00}},
		{"orangered", "orange", [3]uint8{0xff, 0x45, 0x00}},
		{"peachpuff", "orange", [3]uint8{0xff, 0xda, 0xb9}},
		{"sandybrown", "orange", [3]uint8{0xf4, 0xa4, 0x60}},
		{"brown", "brown", [3]uint8{0xa5, 0x2a, 0x2a}},
		{"burlywood", "brown", [3]uint8{0xde, 0xb8, 0x87}},
		{"chocolate", "brown", [3]uint8{0xd2, 0x69, 0x1e}},
		{"darkgoldenrod", "brown", [3]uint8{0xb8, 0x86, 0x0b}},
		{"peru", "brown", [3]uint8{0xcd, 0x85, 0x3f}},
		{"rosybrown", "brown", [3]uint8{0xbc, 0x8f, 0x8f}},
		{"saddlebrown", "brown", [3]uint8{0x8b, 0x45, 0x13}},
		{"sienna", "brown", [3]uint8{0xa0, 0x52, 0x2d}},
		{"tan", "brown", [3]uint8{0xd2, 0xb4, 0x8c}},
		{"darkkhaki", "yellow", [3]uint8{0xbd, 0xb7, 0x6b}},
		{"gold", "yellow", [3]uint8{0xff, 0xd7, 0x00}},
		{"goldenrod", "yellow", [3]uint8{0xda, 0xa5, 0x20}},
		{"khaki", "yellow", [3]uint8{0xf0, 0xe6, 0x8c}},
		{"lemonchiffon", "yellow", [3]uint8{0xff, 0xfa, 0xcd}},
		{"lightgoldenrodyellow", "yellow", [3]uint8{0xfa, 0xfa, 0xd2}},
		{"lightyellow", "yellow", [3]uint8{0xff, 0xff, 0xe0}},
		{"moccasin", "yellow", [3]uint8{0xff, 0xe4, 0xb5}},
		{"navajowhite", "yellow", [3]uint8{0xff, 0xde, 0xad}},
		{"palegoldenrod", "yellow", [3]uint8{0xee, 0xe8, 0xaa}},
		{"wheat", "yellow", [3]uint8{0xf5, 0xde, 0xb3}},
		{"yellow", "yellow", [3]uint8{0xff, 0xff, 0x00}},
		{"deeppink", "pink", [3]uint8{0xff, 0x14, 0x93}},
		{"hotpink", "pink", [3]uint8{0xff, 0x69, 0xb4}},
		{"lightcoral", "pink", [3]uint8{0xf0, 0x80, 0x80}},
		{"lightpink", "pink", [3]uint8{0xff, 0xb6, 0xc1}},
		{"magenta", "pink", [3]uint8{0xff, 0x00, 0xff}},
		{"mediumvioletred", "pink", [3]uint8{0xc7, 0x15, 0x85}},
		{"mistyrose", "pink", [3]uint8{0xff, 0xe4, 0xe1}},
		{"palevioletred", "pink", [3]uint8{0xdb, 0x70, 0x93}},
		{"pink", "pink", [3]uint8{0xff, 0xc0, 0xcb}},
		{"salmon", "pink", [3]uint8{0xfa, 0x80, 0x72}},
	}
}

// greenColors are green and turquoise.
func greenColors() []namedColor {
	return []namedColor{
		{"chartreuse", "green", [3]uint8{0x7f, 0xff, 0x00}},
		{"darkgreen", "green", [3]uint8{0x00, 0x64, 0x00}},
		{"darkolivegreen", "green", [3]uint8{0x55, 0x6b, 0x2f}},
		{"darkseagreen", "green", [3]uint8{0x8f, 0xbc, 0x8f}},
		{"forestgreen", "green", [3]uint8{0x22, 0x8b, 0x22}},
		{"green", "green", [3]uint8{0x00, 0x80, 0x00}},
		{"greenyellow", "green", [3]uint8{0xad, 0xff, 0x2f}},
		{"lawngreen", "green", [3]uint8{0x7c, 0xfc, 0x00}},
		{"lightgreen", "green", [3]uint8{0x90, 0xee, 0x90}},
		{"lime", "green", [3]uint8{0x00, 0xff, 0x00}},
		{"limegreen", "green", [3]uint8{0x32, 0xcd, 0x32}},
		{"mediumaquamarine", "green", [3]uint8{0x66, 0xcd, 0xaa}},
		{"mediumseagreen", "green", [3]uint8{0x3c, 0xb3, 0x71}},
		{"mediumspringgreen", "green", [3]uint8{0x00, 0xfa, 0x9a}},
		{"olive", "green", [3]uint8{0x80, 0x80, 0x00}},
		{"olivedrab", "green", [3]uint8{0x6b, 0x8e, 0x23}},
		{"palegreen", "green", [3]uint8{0x98, 0xfb, 0x98}},
		{"seagreen", "green", [3]uint8{0x2e, 0x8b, 0x57}},
		{"springgreen", "green", [3]uint8{0x00, 0xff, 0x7f}},
		{"yellowgreen", "green", [3]uint8{0x9a, 0xcd, 0x32}},
		{"aquamarine", "turquoise", [3]uint8{0x7f, 0xff, 0xd4}},
		{"cyan", "turquoise", [3]uint8{0x00, 0xff, 0xff}},
		{"darkcyan", "turquoise", [3]uint8{0x00, 0x8b, 0x8b}},
		{"darkturquoise", "turquoise", [3]uint8{0x00, 0xce, 0xd1}},
		{"lightcyan", "turquoise", [3]uint8{0xe0, 0xff, 0xff}},
		{"lightseagreen", "turquoise", [3]uint8{0x20, 0xb2, 0xaa}},
		{"mediumturquoise", "turquoise", [3]uint8{0x48, 0xd1, 0xcc}},
		{"paleturquoise", "turquoise", [3]uint8{0xaf, 0xee, 0xee}},
		{"teal", "turquoise", [3]uint8{0x00, 0x80, 0x80}},
		{"turquoise", "turquoise", [3]uint8{0x40, 0xe0, 0xd0}},
	}
}

// blueColors are blue and purple.
func blueColors() []namedColor {
	return []namedColor{
		{"blue", "blue", [3]uint8{0x00, 0x00, 0xff}},
		{"cadetblue", "blue", [3]uint8{0x5f, 0x9e, 0xa0}},
		{"cornflowerblue", "blue", [3]uint8{0x64, 0x95, 0xed}},
		{"darkblue", "blue", [3]uint8{0x00, 0x00, 0x8b}},
		{"deepskyblue", "blue", [3]uint8{0x00, 0xbf, 0xff}},
		{"dodgerblue", "blue", [3]uint8{0x1e, 0x90, 0xff}},
		{"lightblue", "blue", [3]uint8{0xad, 0xd8, 0xe6}},
		{"lightskyblue", "blue", [3]uint8{0x87, 0xce, 0xfa}},
		{"lightsteelblue", "blue", [3]uint8{0xb0, 0xc4, 0xde}},
		{"mediumblue", "blue", [3]uint8{0x00, 0x00, 0xcd}},
		{"midnightblue", "blue", [3]uint8{0x19, 0x19, 0x70}},
		{"navy", "blue", [3]uint8{0x00, 0x00, 0x80}},
		{"powderblue", "blue", [3]uint8{0xb0, 0xe0, 0xe6}},
		{"royalblue", "blue", [3]uint8{0x41, 0x69, 0xe1}},
		{"skyblue", "blue", [3]uint8{0x87, 0xce, 0xeb}},
		{"steelblue", "blue", [3]uint8{0x46, 0x82, 0xb4}},
		{"blueviolet", "purple", [3]uint8{0x8a, 0x2b, 0xe2}},
		{"darkmagenta", "purple", [3]uint8{0x8b, 0x00, 0x8b}},
		{"darkorchid", "purple", [3]uint8{0x99, 0x32, 0xcc}},
		{"darkslateblue", "purple", [3]uint8{0x48, 0x3d, 0x8b}},
		{"darkviolet", "purple", [3]uint8{0x94, 0x00, 0xd3}},
		{"indigo", "purple", [3]uint8{0x4b, 0x00, 0x82}},
		{"lavender", "white", [3]uint8{0xe6, 0xe6, 0xfa}},
		{"mediumorchid", "purple", [3]uint8{0xba, 0x55, 0xd3}},
		{"mediumpurple", "purple", [3]uint8{0x93, 0x70, 0xdb}},
		{"mediumslateblue", "purple", [3]uint8{0x7b, 0x68, 0xee}},
		{"orchid", "purple", [3]uint8{0xda, 0x70, 0xd6}},
		{"plum", "purple", [3]uint8{0xdd, 0xa0, 0xdd}},
		{"purple", "purple", [3]uint8{0x80, 0x00, 0x80}},
		{"rebeccapurple", "purple", [3]uint8{0x66, 0x33, 0x99}},
		{"slateblue", "purple", [3]uint8{0x6a, 0x5a, 0xcd}},
		{"thistle", "purple", [3]uint8{0xd8, 0xbf, 0xd8}},
		{"violet", "purple", [3]uint8{0xee, 0x82, 0xee}},
	}
}
