export { createHttp, type Http, type HttpOptions } from './http.js';
