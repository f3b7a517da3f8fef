//! A walk over the whole document: what every operation refuses, by itself for operations that
//! are added later. Nothing here names an address; all of it follows from the document.

mod access;
mod bodies;
mod digest;
mod document;
mod fuzz;
mod keys;
mod log;
mod parameters;
mod refusal;
mod samples;
mod spoilt;
mod world;
