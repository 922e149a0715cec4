package taxonomy_test

import (
	"slices"
	"strings"
	"testing"
)

// TestSpotChecks: what a person expects of a few concepts of every field.
func TestSpotChecks(t *testing.T) {
	t.Parallel()
	all := everything(t)
	for line := range strings.Lines(strings.TrimSpace(spots)) {
		name, parents, _ := strings.Cut(strings.TrimSpace(line), " < ")
		var want []string
		if parents != "" {
			want = strings.Split(parents, ", ")
		}
		c, ok := all[name]
		if !ok {
			t.Errorf("there is no %q", name)
		} else if !slices.Equal(c.Parents, want) {
			t.Errorf("%s: ancestors %q, want %q", name, c.Parents, want)
		}
	}
}

// spots are concepts with all their ancestors.
const spots = `
Animal
Golden Retriever < Animal, Canine, Dog, Mammal, Pet, Retriever
Chihuahua < Animal, Canine, Dog, Mammal, Pet
Beagle < Animal, Canine, Dog, Hound, Mammal, Pet
German Shepherd < Animal, Canine, Dog, Mammal, Pet, Sheepdog
Malinois < Animal, Belgian Shepherd, Canine, Dog, Mammal, Pet, Sheepdog
Boston Terrier < Animal, Canine, Dog, Mammal, Pet, Terrier
Siberian Husky < Animal, Canine, Dog, Husky, Mammal, Pet, Sled Dog
Cardigan Welsh Corgi < Animal, Canine, Corgi, Dog, Mammal, Pet
African Wild Dog < Animal, Canine, Mammal
Tabby Cat < Animal, Cat, Feline, Mammal, Pet
Lion < Animal, Feline, Mammal
Hamster < Animal, Mammal, Pet, Rodent
Cow < Animal, Cattle, Mammal
Giraffe < Animal, Mammal
Bald Eagle < Animal, Bird, Bird of Prey, Eagle
Crane Bird < Animal, Aquatic Bird, Bird
Kite Bird < Animal, Bird, Bird of Prey
Goldfish < Animal, Fish, Pet
Great White Shark < Animal, Fish, Shark
Indian Cobra < Animal, Cobra, Reptile, Snake
Green Iguana < Animal, Iguana, Lizard, Reptile
Black Widow < Animal, Arachnid, Invertebrate, Spider
Monarch Butterfly < Animal, Butterfly, Insect, Invertebrate
Hermit Crab < Animal, Crab, Crustacean, Invertebrate
Bridegroom < Person
Baseball Player < Athlete, Person
School Bus < Bus, Motor Vehicle, Public Transport, Vehicle
Taxi < Car, Motor Vehicle, Public Transport, Vehicle
Fire Truck < Emergency Vehicle, Motor Vehicle, Truck, Vehicle
Mountain Bike < Bicycle, Cycle, Vehicle
Airliner < Aircraft, Airplane, Vehicle
Container Ship < Ship, Vehicle, Watercraft
Helicopter < Aircraft, Vehicle
Ferry < Public Transport, Ship, Vehicle, Watercraft
Amphibious Vehicle < Motor Vehicle, Vehicle, Watercraft
Construction Crane < Machine
Stop Sign < Sign
Espresso < Beverage, Coffee
Red Wine < Alcoholic Beverage, Beverage, Wine
Lemon < Citrus Fruit, Food, Fruit, Produce
Granny Smith Apple < Apple, Food, Fruit, Produce
Cheeseburger < Burger, Dish, Food, Sandwich
Steak < Dish, Food, Meat
Sashimi < Dish, Food, Seafood
Oyster < Food, Seafood
Tomato < Food, Produce, Vegetable
Kiwi < Food, Fruit, Produce
Cupcake < Baked Goods, Cake, Dessert, Food
Cake < Baked Goods, Dessert, Food
Mushroom < Food, Fungus
Daisy < Flower, Plant
Sunflower < Flower, Plant
Volcano < Landscape, Mountain, Nature, Outdoors
Seashore < Landscape, Nature, Outdoors, Shore, Water
Ocean < Nature, Outdoors, Water
Forest < Landscape, Nature, Outdoors
Street < City, Outdoors, Road
Bathroom < Indoors, Room
Living Room < Indoors, Room
Kitchen < Indoors, Room
Refrigerator < Home Appliance, Indoors, Kitchen, Room
Couch < Furniture
Park Bench < Bench, Furniture
Wine Glass < Drinking Glass, Tableware
Cleaver < Kitchen Utensil, Knife
Jacket < Clothing, Coat
Cardigan < Clothing, Sweater
Cowboy Boot < Boot, Clothing, Footwear
Handbag < Accessories, Bag
Necktie < Accessories, Clothing
Sunglasses < Accessories, Glasses
Mosque < Building, Religious Building, Structure
Bookstore < Building, Shop, Structure
Skyscraper < Building, City, Outdoors, Structure
Suspension Bridge < Bridge, Structure
Computer Mouse < Computer Hardware, Electronics
Mobile Phone < Electronics, Telephone
Monitor < Electronics, Screen
Electric Guitar < Guitar, Musical Instrument, String Instrument
French Horn < Brass Instrument, Musical Instrument, Wind Instrument
Soccer Ball < Ball, Sports Equipment
Tennis Racket < Racket, Sports Equipment
Kite < Toy
Chainsaw < Machine, Power Tool, Saw, Tool
Revolver < Gun, Weapon
Wheelchair < Medical Equipment
Stethoscope < Medical Equipment
Comic Book < Book, Publication
`

// categories are the broad groups that labels are in.
func categories() []string {
	return []string{
		"Actions", "Animals and Pets", "Apparel and Accessories", "Beauty and Personal Care", "Buildings and Architecture",
		"Colors and Visual Composition", "Damage Detection", "Education", "Events and Attractions", "Everyday Objects",
		"Expressions and Emotions", "Food and Beverage", "Furniture and Furnishings", "Health and Fitness",
		"Hobbies and Interests", "Home Appliances", "Home and Indoors", "Kitchen and Dining", "Materials", "Medical",
		"Nature and Outdoors", "Offices and Workspaces", "Patterns and Shapes", "Performing Arts", "Person Description",
		"Plants and Flowers", "Popular Landmarks", "Profession", "Public Safety", "Religion", "Sports",
		"Symbols and Flags", "Technology and Computing", "Text and Documents", "Tools and Machinery", "Toys and Gaming",
		"Transport and Logistics", "Travel and Adventure", "Vehicles and Automotive", "Weapons and Military",
	}
}
