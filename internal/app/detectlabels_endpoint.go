package app

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// Amazon is the address of Amazon Rekognition itself.
const Amazon = "aws"

// RekognitionEndpoint says who is asked to DetectLabels.
type RekognitionEndpoint struct {
	Flag    string // what gives the address, such as --a; flags of region and profile begin with it
	Address string // Amazon, or the URL of somebody who answers in its place
	Region  string // empty: AWS_REGION, or that of the profile
	Profile string // of ~/.aws; empty: credentials and region come from where the SDK looks for them
}

// Check refuses what can be no endpoint. The error names the flag.
func (e RekognitionEndpoint) Check() error {
	if e.Region != "" {
		if err := checkRegion(e.Region); err != nil {
			return fmt.Errorf("%s-region: %w", e.Flag, err)
		}
	}
	if e.amazon() {
		return nil
	}
	u, err := url.Parse(e.Address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("%s: %q is neither %s nor a URL such as http://127.0.0.1:8080", e.Flag, e.Address, Amazon)
	}
	return nil
}

// checkRegion refuses what cannot be part of a host's name, as a region is of Amazon's.
func checkRegion(region string) error {
	if !regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`).MatchString(region) {
		return fmt.Errorf("%q is no region; the form is eu-west-1", region)
	}
	return nil
}

func (e RekognitionEndpoint) amazon() bool { return e.Address == Amazon }

// onThisMachine reports whether the address is on loopback.
func (e RekognitionEndpoint) onThisMachine() bool {
	u, err := url.Parse(e.Address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return err == nil && ip.IsLoopback() || strings.EqualFold(u.Hostname(), "localhost")
}
