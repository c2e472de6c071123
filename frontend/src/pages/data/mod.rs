//! The questions that officials ask of the public record, answered by charts and tables for everybody. Each answer is a query
//! that one may open, change and ask again.

mod answer;
mod areas;
mod bars;
mod file;
mod filters;
mod funnel;
mod map;
mod money;
mod outline;
mod page;
mod question;
mod reasons;
mod sheet;
mod times;

pub use page::DataPage;
