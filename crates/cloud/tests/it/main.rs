//! The small cloud from outside: labs as stories, calls that must be refused, laws that always hold.

mod alarm_lab;
mod lab;
mod laws;
mod network_lab;
mod refusals;
mod services;
