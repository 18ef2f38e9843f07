// node verify.mjs FILE: {secret, public_key, headers, body, now}. Prints the verified payload, or fails.
import { createPublicKey, verify } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Webhook } from "standardwebhooks";

const { secret, public_key, headers, body, now } = JSON.parse(await readFile(process.argv[2], "utf8"));
Date.now = () => now * 1000; // the sender's clock is pinned

// v1: the library throws where no signature is right
const payload = new Webhook(secret).verify(body, headers);

// v1a: Ed25519 over the same text
const key = createPublicKey({
  key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(public_key.replace(/^whpk_/, ""), "base64").toString("base64url") },
  format: "jwk",
});
const signed = Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`);
const valid = headers["webhook-signature"]
  .split(" ")
  .filter((one) => one.startsWith("v1a,"))
  .some((one) => verify(null, signed, key, Buffer.from(one.slice(4), "base64")));
if (!valid) throw new Error("No matching v1a signature found");
process.stdout.write(JSON.stringify(payload));
