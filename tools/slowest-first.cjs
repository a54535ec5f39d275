const { statSync } = require('node:fs');

/**
 * Suites that take a minute or more, the longest first. Jest does not know that on a clean clone and goes by the sizes of
 * files, so that one of these may begin when all others have ended.
 */
const slowest = [
  ['e2e/test/restore', 'e2e/test/revokes', 'sharing-service/test/grant-cases', 'e2e/test/foreign-ids'],
  ['e2e/test/escapes', 'e2e/test/fuzz', 'e2e/test/rows', 'query-service/test/engine/sandbox', 'e2e/test/model'],
  ['e2e/test/processes', 'e2e/test/read-only', 'e2e/test/readme', 'e2e/test/kills', 'e2e/test/row-access'],
  ['e2e/test/races', 'sharing-service/test/crashes', 'e2e/test/functions'],
].flat();

/** What jest asks in which order to run suites; it calls this as a constructor. */
module.exports = function sequencer() {
  return { sort, allFailedTests: (tests) => tests, cacheResults: () => undefined };
};

function sort(tests) {
  const placed = tests.map((test) => ({ test, rank: rankOf(test.path), size: statSync(test.path).size }));
  return placed.sort((a, b) => a.rank - b.rank || b.size - a.size).map(({ test }) => test);
}

function rankOf(path) {
  const index = slowest.findIndex((part) => path.includes(`/apps/${part}.`));
  return index < 0 ? slowest.length : index;
}
