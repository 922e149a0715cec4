package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"blobsight/internal/download"
	"blobsight/internal/models"
)

// modelFolder is where the files of models are inside the data folder.
const modelFolder = "models"

// ModelsDir says where the files of models are.
type ModelsDir struct {
	Models string `env:"BLOBSIGHT_MODELS" placeholder:"DIR" help:"Folder with the files of models. Default: models in the data folder."`
}

// Folder is the folder in use: Models, or the one in the data folder d.
func (m ModelsDir) Folder(d DataDir) (string, error) {
	if m.Models != "" {
		return m.Models, nil
	}
	dir, err := d.Dir()
	if err != nil {
		return "", fmt.Errorf("--models (BLOBSIGHT_MODELS): not set: %w", err)
	}
	return filepath.Join(dir, modelFolder), nil
}

// ModelInfo is what is told about a model of the catalogue.
type ModelInfo struct {
	Name        string        `json:"name"`
	Version     string        `json:"version"`
	Description string        `json:"description"`
	Task        string        `json:"task"`
	License     string        `json:"license"`
	Source      string        `json:"source"`
	Accuracy    ModelAccuracy `json:"accuracy"`
	File        string        `json:"file,omitempty"` // its name; none: inside the program
	Bytes       int64         `json:"bytes"`
	SHA256      string        `json:"sha256"`
	URLs        []string      `json:"urls,omitempty"`
	Present     bool          `json:"present"` // by name and size; the sum is checked when it is used
}

// ModelAccuracy is what was published, in percent; 0 is unknown.
type ModelAccuracy struct {
	Top1   float64 `json:"top1,omitempty"`
	Top5   float64 `json:"top5,omitempty"`
	AP     float64 `json:"ap,omitempty"`
	On     string  `json:"on"`
	Source string  `json:"source"`
}

// ListModels tells of each model of the catalogue, also whether it is in dir.
func ListModels(dir string) ([]ModelInfo, error) {
	all, err := models.Catalog()
	if err != nil {
		return nil, err
	}
	infos := make([]ModelInfo, len(all))
	for i := range all {
		m := &all[i]
		infos[i] = ModelInfo{
			Name: m.Name, Version: m.Version, Description: m.Description, Task: string(m.Task),
			License: m.License, Source: m.Source, Accuracy: ModelAccuracy(m.Accuracy),
			File: m.File.Name, Bytes: m.File.Bytes, SHA256: m.File.SHA256, URLs: m.File.URLs, Present: m.Present(dir),
		}
		if m.Embedded() {
			infos[i].File = ""
		}
	}
	return infos, nil
}

// PullModel makes sure that the file of a model is in dir, and gives its path. It
// comes from the model's own addresses, or from where from says. name may be
// that of a file that describes a model, FILE.yaml.
func PullModel(ctx context.Context, dir, name, from string, progress func(done, total int64)) (string, error) {
	m, err := models.Load(name)
	if err != nil {
		return "", err
	}
	if m.Embedded() {
		return "", fmt.Errorf("model %s is inside the program; there is nothing to pull", m.Name)
	}
	if path, err := m.Path(dir); err == nil {
		return path, nil
	}
	f := download.File{URLs: m.File.URLs, Bytes: m.File.Bytes, SHA256: m.File.SHA256}
	if from != "" {
		f.URLs = []string{from}
	}
	path := m.Dest(dir)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil { // it may be in the data folder, which is the owner's alone
		return "", err
	}
	if err := download.Fetch(ctx, f, path, progress); err != nil {
		if ctx.Err() != nil {
			return "", err
		}
		return "", fmt.Errorf("model %s could not be pulled:\n%w", m.Name, err)
	}
	return path, nil
}

// VerifyModel reads the file of a model in dir and gives its path, or says what
// is wrong with it. The embedded model has no path.
func VerifyModel(dir, name string) (string, error) {
	m, err := models.Load(name)
	if err != nil || m.Embedded() {
		return "", err
	}
	return m.Path(dir)
}

// ModelFile is the path of a model's file in dir, verified.
func ModelFile(dir, name string) (string, error) {
	m, err := models.Load(name)
	if err != nil {
		return "", err
	}
	return m.Path(dir)
}

// ModelsInDir names the models of which a file is in dir, right or wrong.
func ModelsInDir(dir string) ([]string, error) {
	all, err := models.Catalog()
	if err != nil {
		return nil, err
	}
	var names []string
	for i := range all {
		for _, file := range append([]string{all[i].File.Name}, all[i].File.Also...) {
			_, err := os.Stat(filepath.Join(dir, file))
			if err == nil && !all[i].Embedded() {
				names = append(names, all[i].Name)
				break
			}
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				return nil, err
			}
		}
	}
	return names, nil
}
