/// Keys, and what they keep readable: content is sealed before it is stored, and destroying one small key makes
/// all that was sealed under it unreadable, everywhere, for ever.
///
/// What it is not: it decides nothing. Who may read, what is due, what is held and what an event says is for its one
/// caller; it knows no service, no Spring and no HTTP. It stores keys, never content.
///
/// One thing on its way: `prepare` gives a [Sealer] for a scope, from memory or with the keys S, B and C read
/// or minted; `seal` makes the envelope that travels in the event. Later `open` finds the same three keys and
/// answers the text, or the tombstone of the one that is gone. In between `destruction` may have put that
/// tombstone there, in the transaction of the event that says so.
///
/// ```
/// E  root epoch key, outside the database        (days since 1970; RootKeystore)
/// └─ K  client key, 64 shards a client           (kind 5, natural key: the shard's number)
///    ├─ S  consumer    kind 1, consumer's id  ─┐ salt
///    ├─ B  bucket      kind 2, wire name      ─┼ IKM = B ‖ C ── HKDF-SHA-256 ── CK = K32 ‖ COM32
///    ├─ C  conversation kind 3, its id        ─┘
///    ├─ H  hold        kind 4, its id ── wraps CK of its escrow (minted when the hold first needs it)
///    └─ P  blind index kind 6, client's id    ── HMAC-SHA-256 ── consumers' indexes, blind ids
///
/// LP(x)       u16 length ‖ UTF-8;  UUIDs are 16 bytes;  bucket = <category>/<channel>/<yyyy-mm-dd>
/// info        "lethe.ck.1" ‖ 00 ‖ client16 ‖ conversation16 ‖ LP(bucket)
/// envelope    01 ‖ COM32 ‖ nonce12 ‖ AES-256-GCM(K32, nonce, pad(text), AAD) with tag16
/// AAD         01 ‖ client16 ‖ conversation16 ‖ LP(bucket) ‖ event16 ‖ LP(event type)
/// wrapping    nonce12 ‖ AES-256-GCM(K or E, nonce, key32, AAD) with tag16
///   AAD       "lethe.wrap.1" ‖ 00 ‖ kind u8 ‖ LP(natural key) ‖ client16 ‖ u32 epoch (of K's root key)
/// escrow      nonce12 ‖ AES-256-GCM(H, nonce, CK64, AAD) with tag16
///   AAD       as above with kind 7, natural key <hold>/<conversation>/<bucket> and epoch 0
/// check       nonce12 ‖ AES-256-GCM(E, nonce, 32 zero bytes, "lethe.check.1" ‖ 00 ‖ u32 epoch) with tag16
/// fingerprint SHA-256("lethe.fp.1" ‖ 00 ‖ key32)
/// shard       CRC-32C(natural key) mod 64
/// index       HMAC-SHA-256(P, kind ‖ 00 ‖ normalised value)[0..15]; a row of spelling 1 is of the first rules
/// told name   HMAC-SHA-256(P, "name" ‖ 00 ‖ consumer16 ‖ name)[0..15]: whether this was told of them before
/// blind id    scope48 ‖ 8 (4 bits) ‖ h12 ‖ 10 (2 bits) ‖ h62, h = HMAC-SHA-256(P, kind ‖ 00 ‖ scope16 ‖ value)
///
/// keyring.keys         (client, shard, kind, natural key) → state, generation, wrapped bytes, root epoch | tombstone;
///                      never deleted. K also has the wrapped bytes of its last generation while a rotation runs
/// keyring.root_epochs  epoch → check of its root key; since when nothing is wrapped by it or an older one;
///                      since when it is going; when it was destroyed. The row stands before the key is made;
///                      never deleted
/// keyring.escrow       (client, hold, conversation, bucket) → wrapped CK | released; never deleted
/// keyring.blind_index  (client, index16 or told name) → consumer; deleted with the consumer, erased or forgotten
/// keyring.held_index   (client, index16) → an erased consumer whom a legal hold names; deleted with the last such hold
/// ```
///
/// Life of a tombstone, from erased to irrecoverable ([RootEpochs#turn] on a later day, [RootEpochs#due]):
///
/// ```
/// day 0   DESTROYED, bytes null, generation g of the K that wrapped them. Old copies still hold them, under K(g)
/// day 1   the shard is rotated: K(g+1) in the row of K, K(g) beside it; living keys of generation g are wrapped again
///         by K(g+1), a thousand a transaction; when none is left K(g) is dropped, and the tombstone notes the newest
///         root key that ever wrapped K(g): final_after_epoch. Whoever mints locks K, so none is left behind
///         every K under a root key up to that one is wrapped again under today's; since now it is unused
/// day 31  no backup within the window needs it: it and the older ones are going; the root keystore destroys them;
///         their end is recorded in the commit of the event that says so. A crash anywhere in between is made up for
///         FINAL, in the transaction of the event that says so
/// ```
///
/// A key that does not unwrap (rotten) is left where it is, and neither its shard's K nor a root key waits for it.
/// A name that never had a key is final with the others of its day; K itself, and what lay under it, with the root
/// keys that wrapped K. What a hold's escrow keeps readable is final after that hold's H. A turn that dies goes on
/// where it stood; two processes share the work. An epoch that no destroyed key waits for stays.
///
/// Meters, none with ids: `lethe.keyring.seals`, `.opens` (outcome opened, held, erased, expired, tampered, unknown),
/// `.tampered` (wrapped keys),
/// `.mints`, `.rewraps` (keys wrapped again by a new K), `.rotations` (shards), `.epochs.destroyed`; gauges
/// `.shards.dirty` (waiting for a rotation after the last turn), `.rotten` and `.epochs` (root keys in the keystore).
///
/// A keyring opens on no root keystore but the one that its database was written with ([WrongRootKeysException]),
/// and uses no root key that is another than the database knows.
///
/// Three rules carry the promise. A tombstone is a row, and minting inserts only where there is no row: a destroyed key
/// never comes back. A key in memory is leased for 30 s at most, by a clock that nobody sets, and called back by
/// notification before that.
/// What can't be opened says why in a type of its own: erased, expired, unknown, tampered and unavailable never
/// blur.
@NullMarked
package org.lethe.keyring;

import org.jspecify.annotations.NullMarked;
