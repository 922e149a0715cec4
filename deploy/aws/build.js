'use strict';

const { execFileSync } = require('node:child_process');
const path = require('node:path');

// Build makes dist/lambda.zip before it is packaged, so that `serverless deploy`
// needs no step before it.
module.exports = class Build {
  constructor() {
    const root = path.join(__dirname, '..', '..');
    this.hooks = {
      'before:package:createDeploymentArtifacts': () =>
        execFileSync('go', ['run', './deploy/aws/bundle', '-o', 'dist/lambda.zip'], { cwd: root, stdio: 'inherit' }),
    };
  }
};
