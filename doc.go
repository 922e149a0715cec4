// Package blobsight tells what is in a picture. A client asks for a place to
// upload, puts the image there, and gets labels back, each with a confidence
// and its parent concepts: by callback, and by asking for the blob.
//
//	client                 Service                          adapters
//	------                 -------                          --------
//	POST /blobs      --->  Create     awaiting_upload  ---> Store, Bucket (a signed link)
//	PUT  upload_url  --->  Uploaded   queued           ---> Store + recognize job, one transaction
//	                       Recognize  recognized       ---> Recognizer; Store + notify job, one transaction
//	                                  or failed
//	POST callback    <---  Notify                      ---> Notifier (signed, retried)
//	GET  /blobs/{id} --->  Get
//
// # Where things are
//
// This package holds the nouns ([Blob], [Label]), the rules ([Service]) and the
// ports ([Store], [Bucket], [Recognizer], [Notifier], [Observer]). It imports
// the standard library only. Adapters live under internal/, one package per
// dependency, and are put together by internal/app. To follow one noun through
// the layers, open the file of the same name in each folder.
//
// # Which promise holds where
//
// Every rule about states lives in [Service]; a [Store] only keeps records and
// compares-and-sets. The move to a new state and the job which that move calls
// for are one transaction of the Store, so a crash between two steps loses
// nothing: a job may run twice, and the second run changes nothing.
package blobsight
