export { createMail, type MailPart } from './mail.js';
