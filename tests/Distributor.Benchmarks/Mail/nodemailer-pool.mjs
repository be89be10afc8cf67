// Sends MAILS mails over a pool of CONNECTIONS connections and prints how many went a second.
// node nodemailer-pool.mjs FOLDER-WITH-NODEMAILER PORT CONNECTIONS MAILS
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, port, connections, mails] = process.argv.slice(2);
const nodemailer = createRequire(join(folder, 'package.json'))('nodemailer');
const { html, text } = JSON.parse(readFileSync(join(folder, 'mail.json'), 'utf8'));

const pool = nodemailer.createTransport({
  host: '127.0.0.1',
  port: Number(port),
  secure: false,
  ignoreTLS: true,
  pool: true,
  maxConnections: Number(connections),
  maxMessages: Infinity,
});

const mail = (reader) => ({
  from: 'The Harbour Post <digest@news.example.org>',
  to: `Reader ${reader} <reader${reader}@inbox.example>`,
  subject: 'Morning edition',
  text: text.replaceAll('reader1@', `reader${reader}@`),
  html: html.replaceAll('reader1@', `reader${reader}@`),
  messageId: `<7-${reader}-0@news.example.org>`,
  envelope: { from: `b+7-${reader}-0@bounce.news.example.org`, to: `reader${reader}@inbox.example` },
  headers: {
    'List-Unsubscribe': `<https://news.example.org/unsubscribe/${reader}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': 'The Harbour Post <daily.digest.news.example.org>',
  },
});

// Two for each connection, so that none waits for the next mail to be handed over.
const send = async (count) => {
  let next = 0;
  const hand = async () => {
    while (next < count) {
      await pool.sendMail(mail(++next));
    }
  };
  await Promise.all(Array.from({ length: Number(connections) * 2 }, hand));
};

await send(Math.min(1000, Number(mails)));
const began = process.hrtime.bigint();
await send(Number(mails));
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
console.log(Number(mails) / seconds);
pool.close();
