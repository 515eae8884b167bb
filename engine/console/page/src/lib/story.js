// The story under the map in Japanese. The program tells it in English, in a dozen forms (report/beats.c); each form has
// its own here, and what fits none is shown as it came. Names of companies stay as they are.
import { assetText, placeText, stepText } from './content.js';
import { reader } from './texts.svelte.js';

const KINDS = {
  'RMM server': 'rmm_server', 'RMM cloud': 'rmm_cloud', 'ticket system': 'psa', 'plug-in': 'plugin', 'update server': 'update_server',
  "administrator's account": 'admin_account', "administrators' account": 'admin_account', "technician's workstation": 'technician_workstation',
  "technicians' workstation": 'technician_workstation', 'jump host': 'jump_host', 'identity provider': 'identity_provider',
  'domain controller': 'domain_controller', servers: 'server_group', 'group of servers': 'server_group', 'groups of servers': 'server_group',
  computers: 'endpoint_group', 'group of computers': 'endpoint_group', 'groups of computers': 'endpoint_group', 'backup vault': 'backup_vault',
  'data store': 'data_store', 'remote support server': 'remote_support_server', 'hosting platform': 'hosting_platform', 'mail system': 'mail_system',
  "attacker's machine": 'adversary_infrastructure', "attackers' machine": 'adversary_infrastructure',
};
const FATES = { 'within reach': 'に手が届く', entered: 'に侵入される', 'taken over': 'が乗っ取られる', encrypted: 'が暗号化される', 'copied out': 'から持ち出される', destroyed: 'が破壊される', stolen: 'が盗まれる' };
const OWNERS = { vendor: 'ベンダー', MSP: 'MSP', customer: '顧客', observer: '観測者' };

const kind = (word) => assetText(KINDS[word] ?? KINDS[word.replace(/s$/, '')] ?? word);
const step = (sentence) => `「${stepText(sentence)}」`;

// "client 6 of MSP 1362", "FI provider 4", "company 141": from the outside in.
function who(name) {
  const [, client, of] = name.match(/^((?:[A-Z]{2} )?client \d+|your company) of (.+)$/) ?? [];
  if (of) return `${who(of)}の${who(client)}`;
  const [, place, role, number] = name.match(/^(?:([A-Z]{2}) )?(client|provider|company) (\d+)$/) ?? [];
  if (role) return `${place ? `${placeText(place)}の` : ''}${{ client: '顧客', provider: '委託先', company: '会社' }[role]} ${number}`;
  return { 'your company': '御社', 'the MSP': '当該 MSP', 'the reported MSP': '報告された MSP', 'MDR services': 'MDR 事業者', 'incident responders': '対応にあたった専門家' }[name] ?? stepText(name);
}
const thing = (text) => {
  const [, what, of] = text.match(/^(.+?) of (.+)$/) ?? [null, text, ''];
  return `${who(of)}の${kind(what)}`;
};

// "52 RMM servers (37 of MSPs, 15 of customers); 2,768 machines; 337 customers hit"
function toll(text) {
  const owners = (inside) => inside.replaceAll(/([\d,]+) of (?:one )?(vendor|MSP|customer|observer)s?/g, (_, n, role) => `${OWNERS[role]} ${n}`);
  return text
    .split('; ')
    .flatMap((part) => part.split(/, (?=[\d,]+ [A-Za-z])(?![^(]*\))/))
    .map((part) => {
      const [, n, what, inside] = part.match(/^([\d,]+) (.+?)(?: \((.+)\))?$/) ?? [];
      if (what === 'machines') return `機器 ${n} 台`;
      if (/^customers? hit$/.test(what)) return `被害を受けた顧客 ${n} 社`;
      return n ? `${kind(what)} ${n}${inside ? `(${owners(inside)})` : ''}` : part;
    })
    .join('、');
}

const FORMS = [
  [/^"(.+)" \(([^)]+)\) succeeds for the first time: the (.+) (?:is|are) (\D+)\.$/, (s, code, what, fate) => `${step(s)}(${code})が初めて成功:${thing(what)}${FATES[fate]}。`],
  [/^"(.+)" succeeds for the first time: the (.+) (?:is|are) (\D+)\.$/, (s, what, fate) => `${step(s)}が初めて成功:${thing(what)}${FATES[fate]}。`],
  [/^"(.+)" \(([^)]+)\) succeeds: the (.+) (?:is|are) (\D+)\.$/, (s, code, what, fate) => `${step(s)}(${code})が成功:${thing(what)}${FATES[fate]}。`],
  [/^"(.+)" succeeds: the (.+) (?:is|are) (\D+)\.$/, (s, what, fate) => `${step(s)}が成功:${thing(what)}${FATES[fate]}。`],
  [/^The first customer to be hit through no provider: (.+), through its own (.+)\.$/, (name, what) => `委託先を経由せずに被害を受けた最初の顧客:${who(name)}(自社の${kind(what)}から)。`],
  [/^Fallen so far: (.+)\.$/, (all) => `ここまでの被害:${toll(all)}。`],
  [/^A false alarm at (.+)\.$/, (name) => `${who(name)}で誤報。`],
  [/^The first notice of ([\d,]+): (.+) sees "(.+)"\.$/, (n, name, s) => `${n} 件のうち最初の気づき:${who(name)}が${step(s)}に気づく。`],
  [/^The first notice, and the only one: (.+) sees "(.+)"\.$/, (name, s) => `唯一の気づき:${who(name)}が${step(s)}に気づく。`],
  [/^(.+) hears of it, from (.+)\.$/, (name, from) => `${who(name)}が${who(from)}から知らせを受ける。`],
  [/^"(.+)": (\d+) % done, ([\d,]+) of ([\d,]+)\.$/, (s, share, done, all) => `${step(s)}:${share}% が完了(${all} のうち ${done})。`],
  [/^"(.+)": (.+) is the first\.$/, (s, name) => `${step(s)}:最初は${who(name)}。`],
  [/^"(.+)" \((.+)\)\.$/, (s, name) => `${step(s)}(${who(name)})。`],
  [/^Event: (.+)\.$/, (s) => `出来事:${stepText(s)}。`],
  [/^The attack comes too late for the first time: the (.+) (?:was|were) cut off before it\.$/, (what) => `攻撃が初めて間に合わない:${thing(what)}は先に遮断されていた。`],
];

// As elsewhere on the page, Latin words and figures stand apart from kana and kanji.
const spaced = (text) => text.replaceAll(/([ぁ-んァ-ヶー一-龠])(?=[A-Za-z])/g, '$1 ').replaceAll(/([A-Za-z0-9])(?=[ぁ-んァ-ヶ一-龠])/g, '$1 ');

export const companyText = (name) => (reader.language === 'ja' ? spaced(who(name)) : name);

export function beatText(text) {
  if (reader.language !== 'ja') return text;
  for (const [form, say] of FORMS) {
    const found = text.match(form);
    if (found) return spaced(say(...found.slice(1)));
  }
  return text;
}
