#!/usr/bin/env bash
# A schema for each service, and a user for each who may enter no other: a join across services fails in the database.
# The MySQL image runs this once, when its data folder is empty. By hand, on a server of one's own: give the three passwords
# in the environment, and MYSQL_ROOT_PASSWORD with the options that `mysql` needs to find the server in ~/.my.cnf.
# No -u: where the file is not executable, the image reads this into a script of its own that does without.
set -eo pipefail

# The passwords become part of a URL and of a statement, so they hold nothing that either would read differently.
for name in IDENTITY_PASSWORD CATALOG_PASSWORD SHARING_PASSWORD; do
  if [[ ! ${!name:-} =~ ^[A-Za-z0-9_-]{16,128}$ ]]; then
    echo "$name must be 16 to 128 letters and digits, for example from 'openssl rand -hex 24'" >&2
    exit 1
  fi
done

schema() { # name, password
  cat << SQL
CREATE DATABASE \`$1\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER '$1'@'%' IDENTIFIED BY '$2';
GRANT ALL PRIVILEGES ON \`$1\`.* TO '$1'@'%';
SQL
}

{
  schema identity "$IDENTITY_PASSWORD"
  schema catalog "$CATALOG_PASSWORD"
  schema sharing "$SHARING_PASSWORD"
} | MYSQL_PWD=${MYSQL_ROOT_PASSWORD:?} mysql --user=root
