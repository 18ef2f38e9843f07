/// Clients are told by HTTP what happens to their requests, as Standard Webhooks has it.
///
///     RequestReferred, …            WebhookDeliveries            DeliveryWorker
///     in the log          ──────▶   a row for each webhook ────▶ claims rows (FOR UPDATE SKIP LOCKED),
///                                   and thing that happened      signs, posts, notes what came of it
///
/// A delivery is made at least once, in no order. What is posted holds ids and states, nothing of a
/// consumer. A webhook, its keys and its end stand in the log; URL and keys are sealed as words of the
/// client, so nothing is sent once the client's keys are gone. Nothing is posted to an address that is not
/// public, whatever a name leads to ([PublicAddresses]): it is checked after the name was looked up, and
/// then connected to.
@NullMarked
package org.lethe.access.webhooks;

import org.jspecify.annotations.NullMarked;
