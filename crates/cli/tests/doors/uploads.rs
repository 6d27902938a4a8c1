//! F9: what strangers send is read in turn, and heads have a limit.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use crate::{PATIENCE, served::Served, size};

/// A body, its five people and everybody who hands something in (finding F9).
const PEAK_MIB: u64 = 200;
const FILE_BYTES: usize = 5 * 1024 * 1024 - 1024;

/// A form with one file, but for so many bytes at its end.
fn upload(bytes: usize, missing: usize) -> Vec<u8> {
    form("name=\"file\"; filename=\"a.png\"", bytes, missing)
}

fn form(field: &str, bytes: usize, missing: usize) -> Vec<u8> {
    let mut body = format!("--b\r\ncontent-disposition: form-data; {field}\r\n\r\n").into_bytes();
    body.resize(body.len() + bytes, b'x');
    body.extend_from_slice(b"\r\n--b--\r\n");
    let head = format!(
        "POST /verify HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: {}\r\n\
         content-type: multipart/form-data; boundary=b\r\n\r\n",
        body.len()
    );
    let mut request = head.into_bytes();
    request.extend_from_slice(&body);
    request.truncate(request.len() - missing);
    request
}

/// Sends it; gives the status and whether the answer says when to come again.
fn send(address: &str, request: &[u8]) -> (u16, bool) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // A refusal may come before all of it is sent.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
    let head = answer.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase();
    (status, head.contains("\r\nretry-after:"))
}

/// What so many strangers are told who send the same at once: answered, asked to come again, neither.
fn together(address: &str, count: usize, request: &[u8]) -> (usize, usize, Vec<u16>) {
    let told: Vec<(u16, bool)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..count).map(|_| scope.spawn(|| send(address, request))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let answered = told.iter().filter(|(status, _)| *status == 200).count();
    let later = told.iter().filter(|told| **told == (503, true)).count();
    let other = told.iter().filter(|told| told.0 != 200 && **told != (503, true));
    (answered, later, other.map(|(status, _)| *status).collect())
}

#[test]
fn strangers_who_hand_in_large_files_take_turns_and_little_memory() {
    let strangers = size("ASSAY_STRANGERS", 40);
    let data = tempfile::tempdir().unwrap();
    let server = Served::demo(data.path(), (4096, 4096));
    let (answered, later, other) = together(&server.address, strangers, &upload(FILE_BYTES, 0));
    let peak = server.peak_mib();
    println!(
        "{strangers} files of 5 MB: {answered} answered, {later} asked to come again, {other:?}; {peak} MiB"
    );
    assert!(peak < PEAK_MIB, "{peak} MiB for {strangers} files");
    assert!(other.is_empty() && answered > 0, "{other:?}");
}

#[test]
fn strangers_who_stop_short_keep_nobody_out_for_long() {
    let strangers = size("ASSAY_STRANGERS", 40);
    let data = tempfile::tempdir().unwrap();
    let server = Served::demo(data.path(), (4096, 4096));
    let short = upload(FILE_BYTES, 10);
    std::thread::scope(|scope| {
        let all = scope.spawn(|| together(&server.address, strangers, &short));
        let text = std::iter::repeat_with(|| send(&server.address, &upload(1000, 0)));
        let honest: Vec<u16> = text.take(3).map(|(status, _)| status).collect();
        assert_eq!(honest, [200; 3], "a text does not wait for large files");
        let (_, later, other) = all.join().unwrap();
        println!(
            "{strangers} that stop 10 bytes short: {later} asked to come again, told otherwise {other:?}"
        );
        assert!(other.iter().all(|status| *status == 408), "{other:?}");
    });
    let peak = server.peak_mib();
    println!("peak {peak} MiB");
    assert!(peak < PEAK_MIB, "{peak} MiB for {strangers} files");
    // Asked again, an honest one gets in.
    let mut tries = (0..10).map(|_| send(&server.address, &upload(FILE_BYTES, 0)));
    assert!(tries.any(|(status, _)| status == 200), "the turns are free again");
}

#[test]
fn a_text_field_is_as_long_as_a_credential_and_no_longer() {
    let data = tempfile::tempdir().unwrap();
    let server = Served::demo(data.path(), (4096, 4096));
    let text = |bytes| form("name=\"credential\"", bytes, 0);
    assert_eq!(send(&server.address, &text(200_000)).0, 200);
    assert_eq!(send(&server.address, &text(400_000)).0, 413);
    assert_eq!(send(&server.address, &upload(6 << 20, 0)).0, 413);
}

#[test]
fn a_head_is_16_kilobytes_long_at_most_and_many_large_ones_take_little_memory() {
    let visitors = size("ASSAY_VISITORS", 200);
    let data = tempfile::tempdir().unwrap();
    let server = Served::demo(data.path(), (4096, 4096));
    let long = |bytes: usize| {
        let more = "x".repeat(bytes);
        format!("GET /health/live HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-more: {more}\r\n\r\n")
    };
    assert_eq!(send(&server.address, long(8 * 1024).as_bytes()).0, 200);
    assert_eq!(send(&server.address, long(64 * 1024).as_bytes()).0, 431);
    // None of these ends its head: whatever is kept of it is kept for as long as the server waits.
    let open: Vec<TcpStream> = (0..visitors)
        .map(|_| {
            let mut stream = TcpStream::connect(&server.address).unwrap();
            stream.set_write_timeout(Some(PATIENCE)).unwrap();
            let head = long(350 * 1024);
            // Refused in the middle, perhaps.
            let _ = stream.write_all(&head.as_bytes()[..head.len() - 4]);
            stream
        })
        .collect();
    assert_eq!(server.status_of("/health/live"), Some(200));
    let peak = server.peak_mib();
    println!("{visitors} heads of 350 KB: {peak} MiB");
    drop(open);
    assert!(peak < PEAK_MIB / 2, "{peak} MiB for {visitors} heads");
}
