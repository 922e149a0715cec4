package client

import "blobsight/api"

// The types of the contract, as the server's api/openapi.yaml describes them.
type (
	// Blob is a picture on its way from upload link to labels.
	Blob = api.Blob
	// CreatedBlob is a new blob and the link to which its picture is uploaded.
	CreatedBlob = api.CreatedBlob
	// Status is where a blob stands.
	Status = api.Status
	// Label is one concept that was seen in a picture. Confidence is 0-100.
	Label = api.Label
	// Instance is one place in the picture where a label's concept was found.
	Instance = api.Instance
	// Box is a rectangle in ratios of the upright picture's width and height, 0-1.
	Box = api.Box
	// Image describes a picture as it was sent.
	Image = api.Image
	// Properties is what a picture looks like as a whole.
	Properties = api.Properties
	// DominantColor is one of the colors that a picture is mostly made of.
	DominantColor = api.DominantColor
	// Feature is something to find out beside the labels.
	Feature = api.Feature
	// Model names what produced labels.
	Model = api.Model
	// Failure says why a picture could not be recognized.
	Failure = api.Failure
	// FailureCode is the reason in a [Failure], for programs.
	FailureCode = api.FailureCode
	// Callback is what a server knows about telling the callback URL.
	Callback = api.Callback
	// CallbackStatus is where a callback stands.
	CallbackStatus = api.CallbackStatus
	// Delivery is one attempt of a callback.
	Delivery = api.Delivery
	// DeliveryStatus is how an attempt ended.
	DeliveryStatus = api.DeliveryStatus
	// DeliveryError says why an attempt failed.
	DeliveryError = api.DeliveryError
	// DeliveryErrorClass is what stood in the way of an attempt, for programs.
	DeliveryErrorClass = api.DeliveryErrorClass
	// Recognition is the answer of [Client.Label].
	Recognition = api.Recognition
	// Vocabulary is the answer of [Client.Labels].
	Vocabulary = api.Vocabulary
	// Concept is one entry of a [Vocabulary].
	Concept = api.Concept
)

// Where a blob stands, in the order it goes. The last three are final.
const (
	AwaitingUpload = api.AwaitingUpload
	Queued         = api.Queued
	Recognized     = api.Recognized
	Failed         = api.Failed
	Expired        = api.Expired
)

// Where a callback stands.
const (
	CallbackNone      = api.CallbackNone      // no callback URL was given
	CallbackPending   = api.CallbackPending   // not due yet, or to be tried again
	CallbackDelivered = api.CallbackDelivered // answered with 2xx
	CallbackExhausted = api.CallbackExhausted // every attempt failed, or the receiver answered 410
)

// How an attempt of a callback ended.
const (
	DeliveryDelivered = api.DeliveryDelivered // answered with 2xx
	DeliveryFailed    = api.DeliveryFailed    // another attempt follows, or was made meanwhile
	DeliveryExhausted = api.DeliveryExhausted // failed, and none follows by itself
)

// What can be found out beside the labels.
const (
	FeatureProperties = api.FeatureProperties
)

// Final reports whether a blob in this state stays as it is.
func Final(s Status) bool { return s == Recognized || s == Failed || s == Expired }
