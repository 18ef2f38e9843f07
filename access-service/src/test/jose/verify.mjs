// node verify.mjs FILE: prints the signed vCon's payload, or fails.
import { readFile } from "node:fs/promises";
import { generalVerify, importX509 } from "jose";

const jws = JSON.parse(await readFile(process.argv[2], "utf8"));
const { payload } = await generalVerify(jws, ({ alg }, { header }) =>
  importX509(`-----BEGIN CERTIFICATE-----\n${header.x5c[0].replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----`, alg));
process.stdout.write(payload);
