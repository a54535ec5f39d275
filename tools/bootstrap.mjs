/**
 * Runs a script of this project from a fresh clone, on a machine that has any Node from 20 on:
 *
 *     node tools/bootstrap.mjs [script [arguments…]]
 *
 * installs the packages of the lockfile where they are missing or others, then hands over to the Node 24 among them.
 * Plain JavaScript without dependencies, since nothing else is there yet.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './lockfile.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [script, ...args] = process.argv.slice(2);

if (majorOf(process.versions.node) < 20) {
  fail(
    `Easement starts from Node 20 or newer, and this is Node ${process.versions.node}. Install a newer one: nodejs.org`,
  );
}
if (!packagesAreInstalled()) installPackages();
if (script !== undefined) handOver(findNode(), [join(root, script), ...args]);

function packagesAreInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  return existsSync(installed) && isInstalled(readJson(join(root, 'package-lock.json')), readJson(installed));
}

function installPackages() {
  const why = existsSync(join(root, 'node_modules')) ? 'node_modules is not what the lockfile asks for' : 'First start';
  console.error(`${why}: installing the packages of package-lock.json (npm ci), about a minute …`);
  const started = Date.now();
  const npm = process.env['npm_execpath'];
  const options = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...options], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', options, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (error) fail(`npm could not be started (${error.message}). It comes with Node: is it in the PATH?`);
  if (status !== 0) fail('npm ci failed, see above. Nothing was started; run the same command again to retry.');
  console.error(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** The Node of the lockfile, or on a platform for which there is none this one, if it is new enough. */
function findNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const bundled = join(root, 'node_modules', `node-${system}-${process.arch}`, 'bin', binary);
  if (existsSync(bundled)) return bundled;
  if (majorOf(process.versions.node) >= 24) return process.execPath;
  const missing = relative(root, dirname(dirname(bundled)));
  return fail(`Easement runs on Node 24. This is Node ${process.versions.node}, and ${missing}, which would bring one
for this platform, is not installed. Install Node 24 and run the same command again.`);
}

/**
 * @param {string} node
 * @param {string[]} argv
 */
function handOver(node, argv) {
  const path = [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
  // Node keeps what it has made of the sources here: processes start in half the time from the second on.
  const cache = process.env['NODE_COMPILE_CACHE'] ?? join(root, 'node_modules', '.cache', 'compiled');
  const env = { ...process.env, PATH: path, NODE_COMPILE_CACHE: cache };
  const child = spawn(node, argv, { stdio: 'inherit', env });
  /** @type {NodeJS.Signals[]} */
  const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of forwarded) {
    // A terminal sends Ctrl-C to the child as well; a second one would mean "at once" to it.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
  }
  child.on('error', (error) => fail(`${node} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
}

/** @param {string} version */
function majorOf(version) {
  return Number(version.split('.')[0]);
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}
