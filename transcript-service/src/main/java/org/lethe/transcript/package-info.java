/// Captures what is said between brands and their consumers, and reads it back: clients, consumers, conversations,
/// messages, bulk import, transcripts, erasure. The one door for content: only this service holds the keyring.
///
/// What it is not: it decides no retention period and answers no consumer's request; those services order by events, it
/// carries out and answers by events.
///
/// One thing on its way: `MessagesEndpoint` reads a body and has it sealed (`Content`), `RecordMessageHandler` decides
/// over what the log says of the conversation, the log appends `MessageRecorded` with the envelope, and only then the
/// caller gets a receipt. `Transcripts` reads it back and opens it, after `TranscriptRead` stands in the log.
///
/// Each package below is a feature: its endpoint, commands with their decisions, and views. `content` is what several
/// of them seal.
@NullMarked
package org.lethe.transcript;

import org.jspecify.annotations.NullMarked;
