import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentDisposition, safeFileName, sniffType } from '../../src/attachments/sniff.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const sniff = (text: string, name = 'x') => sniffType(bytes(text), name);
const BITMAP = `BM\x36\x10\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0`;
const OFFICE = 'application/vnd.openxmlformats-officedocument';

test('pictures, video and sound that browsers can show are shown in place', () => {
  const expected: [string, string][] = [
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'image/jpeg'],
    ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'image/png'],
    ['GIF89a', 'image/gif'],
    ['RIFF\x24\0\0\0WEBPVP8 ', 'image/webp'],
    [BITMAP, 'image/bmp'],
    ['%PDF-1.7\n', 'application/pdf'],
    ['\0\0\0\x18ftypmp42\0\0\0\0', 'video/mp4'],
    ['\0\0\0\x18ftypisom', 'video/mp4'],
    ['\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm', 'video/webm'],
    ['ID3\x04\0', 'audio/mpeg'],
    ['\xff\xfb\x90\x64', 'audio/mpeg'],
    ['RIFF\x24\0\0\0WAVEfmt ', 'audio/wav'],
    ['\0\0\0\x1cftypM4A ', 'audio/mp4'],
  ];
  for (const [head, type] of expected) {
    assert.deepEqual(sniff(head), { type, inline: true, image: type.startsWith('image/') }, type);
  }
});

test('what browsers cannot show is offered as a download', () => {
  const expected: [string, string, string][] = [
    ['\0\0\0\x18ftypheic', 'a.heic', 'image/heic'],
    ['\0\0\0\x14ftypqt  ', 'a.mov', 'video/quicktime'],
    ['#!AMR\n', 'a.amr', 'audio/amr'],
    ['PK\x03\x04', 'a.zip', 'application/zip'],
    ['PK\x03\x04', '报告.DOCX', `${OFFICE}.wordprocessingml.document`],
    ['PK\x03\x04', '台账.xlsx', `${OFFICE}.spreadsheetml.sheet`],
    ['PK\x03\x04', '汇报.pptx', `${OFFICE}.presentationml.presentation`],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', '旧.doc', 'application/msword'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', '旧.xls', 'application/vnd.ms-excel'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', '旧.msi', 'application/octet-stream'],
    ['MZ\x90\0', 'a.jpg', 'application/octet-stream'],
    ['\x1aE\xdf\xa3\x93B\x82\x88matroska', 'a.webm', 'application/octet-stream'],
    ['', 'a.jpg', 'application/octet-stream'],
  ];
  for (const [head, name, type] of expected)
    assert.deepEqual(sniff(head, name), { type, inline: false, image: false }, type);
});

test('plain text is known in UTF-8 and in what Windows writes', () => {
  assert.equal(sniffType(Buffer.from('停电通知\r\n'), 'a.txt').type, 'text/plain');
  assert.equal(sniffType(Uint8Array.from([0xcd, 0xa3, 0xb5, 0xe7, 0x0a]), 'a.txt').type, 'text/plain');
  assert.equal(sniffType(Buffer.from('停电'.repeat(2000)), 'a.txt').type, 'text/plain');
});

test('pages and drawings with scripts are never shown, whatever they are called', () => {
  const pages = [
    '<!doctype html><script>1</script>',
    '<svg xmlns="http://www.w3.org/2000/svg">',
    '<?xml version="1.0"?>',
  ];
  for (const page of pages) {
    assert.deepEqual(sniff(page, '照片.jpg'), { type: 'text/plain', inline: false, image: false });
  }
});

test('a page is no picture for standing behind a mark, a blank or a letter of another width', () => {
  const wide = (text: string) => Buffer.from(text, 'utf16le');
  const pages = [
    Buffer.from('\ufeff<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    Buffer.from('\n\n <!DOCTYPE HTML><body onload="alert(1)">'),
    Buffer.from('<!-- GIF89a --><script>alert(1)</script>'),
    Buffer.from('MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>'),
    wide('\ufeff<html><script>alert(1)</script>'),
    Buffer.from('\x1f\x8b\x08\0<svg onload="alert(1)"/>', 'latin1'),
    Buffer.from('RIFF<script>alert(1)</script>'),
    Buffer.from('<a/>ftypisom<script>alert(1)</script>'),
  ];
  for (const page of pages) assert.equal(sniffType(page, '照片.svg').inline, false, page.toString('latin1'));
});

test('what is a picture by its beginning is sent as that picture alone, whatever stands behind', () => {
  for (const [head, type] of [
    ['GIF89a=1/*', 'image/gif'],
    ['\xff\xd8\xff\xfe\0\x1c', 'image/jpeg'],
    ['%PDF-1.4\n', 'application/pdf'],
  ] as const)
    assert.equal(sniff(`${head}<html><script>alert(1)</script>PK\x03\x04`, '页面.html').type, type);
});

test('Office files with macros, and archives that call themselves programs, are downloads of no known kind', () => {
  for (const name of ['宏.docm', '宏.xlsm', '程序.jar', '程序.apk', '文档.docx.exe'])
    assert.deepEqual(sniff('PK\x03\x04', name), { type: 'application/zip', inline: false, image: false });
  const { type } = sniff('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', '宏.dot');
  assert.equal(type, 'application/octet-stream');
});

test('any bytes are looked at without harm', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.string(), (some, name) => {
      assert.match(sniffType(some, name).type, /^[a-z]+\/[a-z0-9.-]+$/);
    }),
  );
});

test('file names keep their Chinese and lose paths and invisible characters', () => {
  assert.equal(safeFileName('现场照片 1.jpg'), '现场照片 1.jpg');
  assert.equal(safeFileName('C:\\fakepath\\现场.jpg'), '现场.jpg');
  assert.equal(safeFileName('../../etc/passwd'), 'passwd');
  assert.equal(safeFileName('a\u202egpj.exe'), 'agpj.exe');
  assert.equal(safeFileName('a\0b\r\nc.txt'), 'abc.txt');
  assert.equal(safeFileName('表<1>:"二".xlsx'), '表_1___二_.xlsx');
  assert.equal(safeFileName('con.txt'), '_con.txt');
  for (const empty of ['', '...', '  ', '/', '\u200b']) assert.equal(safeFileName(empty), '附件');
});

test('a long file name is shortened and keeps its ending', () => {
  const name = safeFileName(`${'长'.repeat(300)}.docx`);
  assert.equal(name, `${'长'.repeat(75)}.docx`);
});

test('any name gives a header that carries it back unharmed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const header = contentDisposition('attachment', name);
      assert.match(header, /^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''[\w.!~%-]+$/);
      assert.equal(decodeURIComponent(header.split("''")[1] ?? ''), safeFileName(name));
      assert.equal(safeFileName(safeFileName(name)), safeFileName(name));
    }),
    { numRuns: 200 },
  );
});

test('a download keeps its Chinese name', () => {
  const header = contentDisposition('inline', '现场 1.jpg');
  assert.equal(header, `inline; filename="__ 1.jpg"; filename*=UTF-8''%E7%8E%B0%E5%9C%BA%201.jpg`);
});
