package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"blobsight"
	"blobsight/internal/app"
)

// session runs models over pictures.
type session struct {
	settings      app.Recognition
	pictures      []picture
	out, progress io.Writer
}

const tableHead = `| Model | Pictures | Top-1 | Top-5 | Family | Ancestors | ECE | ECE of labels | Temperature |
|---|---|---|---|---|---|---|---|---|
`

// table writes a line for each model.
func (s *session) table(ctx context.Context, models []string, fitted bool) error {
	if _, err := io.WriteString(s.out, tableHead); err != nil {
		return err
	}
	for _, name := range models {
		if err := s.line(ctx, name, fitted); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// line measures one model. With a fit, the temperature comes from every other
// picture and the figures from the rest, before and after.
func (s *session) line(ctx context.Context, name string, fitted bool) (err error) {
	rec, err := s.open(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	answers, err := s.ask(ctx, rec)
	if err != nil {
		return err
	}
	if !fitted {
		return s.write(name, rec, answers, rec.Temperature)
	}
	var learn, test []answer
	for i, a := range answers {
		if i%2 == 0 {
			learn = append(learn, a)
		} else {
			test = append(test, a)
		}
	}
	if len(test) == 0 {
		return fmt.Errorf("%d pictures are too few to fit a temperature", len(answers))
	}
	if err := s.write(name, rec, test, rec.Temperature); err != nil {
		return err
	}
	factor := fit(learn)
	for i := range test {
		if test[i], err = s.answer(rec, test[i].truth, temper(test[i].scores, factor)); err != nil {
			return err
		}
	}
	return s.write(name+", fitted", rec, test, rec.Temperature*factor)
}

func (s *session) open(name string) (*app.Recognizer, error) {
	settings := s.settings
	settings.Model = name
	return app.OpenRecognizer(settings, app.DataDir{}, 200_000_000)
}

// ask shows every picture of a class that the model knows.
func (s *session) ask(ctx context.Context, rec *app.Recognizer) ([]answer, error) {
	var answers []answer
	unknown := 0
	for i, p := range s.pictures {
		truth := find(rec.Classes, p.class)
		if truth < 0 {
			unknown++
			continue
		}
		scores, err := scores(ctx, rec, p.path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.path, err)
		}
		a, err := s.answer(rec, truth, scores)
		if err != nil {
			return nil, err
		}
		answers = append(answers, a)
		if i%100 == 99 {
			_, _ = fmt.Fprintf(s.progress, "%d of %d pictures\n", i+1, len(s.pictures))
		}
	}
	_, _ = fmt.Fprintf(s.progress, "%d pictures, %d of classes that the model does not know\n", len(answers), unknown)
	if len(answers) == 0 {
		return nil, fmt.Errorf("the model knows none of the classes of the pictures, such as %q", s.pictures[0].class)
	}
	return answers, nil
}

// answer names what the scores mean, as a server does by default.
func (s *session) answer(rec *app.Recognizer, truth int, scores []float32) (answer, error) {
	labels, err := rec.Labels(scores, s.settings.MinConfidence, s.settings.MaxLabels)
	return answer{truth: truth, scores: scores, labels: labels}, err
}

func (s *session) write(name string, rec *app.Recognizer, answers []answer, temperature float64) error {
	lineages := map[string][]string{}
	for _, c := range rec.Vocabulary() {
		lineages[c.Name] = append([]string{c.Name}, c.Parents...)
	}
	r := judge(answers, func(class int) []string { return lineages[rec.Classes[class].Name] })
	_, err := fmt.Fprintf(s.out, "| %s | %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.2f |\n",
		name, r.pictures, r.top1, r.top5, r.family, r.ancestors, r.calibrate, r.honesty, temperature)
	return err
}

// find gives the class of an id or a name, -1 for an unknown one.
func find(classes []app.Class, word string) int {
	if i := slices.IndexFunc(classes, func(c app.Class) bool { return c.ID == word }); i >= 0 {
		return i
	}
	name := strings.ReplaceAll(word, "_", " ")
	return slices.IndexFunc(classes, func(c app.Class) bool { return strings.EqualFold(c.Name, name) })
}

func scores(ctx context.Context, rec *app.Recognizer, path string) ([]float32, error) {
	open := func(context.Context) (io.ReadCloser, error) { return os.Open(path) } //nolint:gosec // of the folder that was named
	return rec.Scores(ctx, blobsight.Picture{Open: open})
}
