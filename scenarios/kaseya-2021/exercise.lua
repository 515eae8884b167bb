-- A tabletop on 2 July 2021 for one MSP that runs its own server and two of its customers. Two hours; the version
-- "short" takes 60 minutes. Times are the scenario's; names of organisations are placeholders, in braces.
local _ENV = require "keyfall.exercise"

exercise "kaseya-2021" {
  title = { "The Friday before the holiday", ja = "連休前の金曜日" },
  summary = { "Customers of a managed service provider call: their files are locked. The provider's own tool did it.",
    ja = "マネージドサービス事業者の顧客から電話が入る。ファイルが開けない。原因は事業者自身の管理ツールだった。" },
  scope = { "Two hours of discussion, one provider and two of its customers; nobody touches a real system.",
    ja = "2時間の討議型演習。事業者1社と顧客2社。実システムには一切触れない。" },
  sponsor = { "The organisation that runs the exercise", ja = "演習の実施組織" },
  threat = { "Ransomware pushed through remote management software", ja = "リモート管理ソフト経由のランサムウェア" },
  mission_area = { "Response and recovery", ja = "対応と復旧" },
  tlp = "TLP:GREEN", lasts = minutes(120),
  startex = "2021-07-02T15:45Z", endex = "2021-07-12T12:00Z",
  score = "our_machines", margin = 0.2, least = 60,
  rules = {
    { "This is a no-fault exercise: plans are tested, people are not.", ja = "失敗を責めない。試すのは計画であり、人ではない。" },
    { "Say what you would do today, with the people and tools you have today.", ja = "今の人員と道具で、今日ならどうするかを話す。" },
    { "Do not fight the scenario; what seems odd goes on the list for the hot wash.", ja = "想定に異論があっても進める。疑問は振り返りで扱う。" },
    { "Nothing said here is quoted outside without consent.", ja = "ここでの発言は、同意なく外に出さない。" } } }

version "short" { lasts = minutes(60), without = { "module weekend", "inject press", "inject night-shift", "inject decryptor-offer",
  "inject insurer", "decision pay-or-rebuild", "decision reconnect", "objective recover", "inject vendor-patch",
  "inject hint-recovery" } }

------------------------------------------------------------------------------------------------ who is played

cast "msp" { title = { "Northgate IT", ja = "ノースゲートIT" }, plays = msp "MSP with a server of its own",
  clients = { least = 15, most = 40 } }
cast "clinic" { title = { "the dental clinic", ja = "歯科医院" }, plays = customer "client", served_by = "msp" }
cast "law_office" { title = { "the law office", ja = "法律事務所" }, plays = customer "client", served_by = "msp" }

role "lead" { title = { "Technical lead, {msp}", ja = "{msp} 技術責任者" }, sees = { "msp" },
  brief = { "You run the management server and the on-call team. You may switch systems off.",
    ja = "管理サーバーと当番チームを預かる。システムを止める権限がある。" } }
role "manager" { title = { "Managing director, {msp}", ja = "{msp} 社長" }, sees = { "msp" },
  brief = { "You answer for customers, contracts, money and what is said in public.",
    ja = "顧客、契約、費用、対外説明に責任を負う。" } }
role "clinic_manager" { title = { "Practice manager, {clinic}", ja = "{clinic} 事務長" }, sees = { "clinic" },
  brief = { "Patients are in the chairs. You have no IT staff of your own; {msp} does it all.",
    ja = "診療中である。IT担当者はおらず、すべて{msp}に任せている。" } }
role "office_partner" { title = { "Partner, {law_office}", ja = "{law_office} パートナー弁護士" }, sees = { "law_office" },
  brief = { "You hold other people's secrets and have a filing due on Tuesday.",
    ja = "依頼人の秘密を預かり、火曜日に提出期限がある。" } }

measure "our_machines" { title = { "machines encrypted at our customers", ja = "自社顧客の暗号化された端末" }, unit = "machines",
  machines = endpoint_group { owner = clients_of "msp" } }
measure "our_customers" { title = { "our customers hit", ja = "被害を受けた自社顧客" }, unit = "customers", hit = clients_of "msp" }
measure "our_hours" { title = { "hours that our customers cannot work", ja = "自社顧客の業務停止時間" }, unit = "hours", operations_hours = clients_of "msp" }

response "a customer that its provider tells to switch off does so" { by = customer "client", on = warned, from = msp,
  contain = endpoint_group, odds = assumed(0.7, 0.85, 0.95, "some do not pick up on a Friday afternoon"),
  after = assumed(minutes(15, 90), "people walk from desk to desk"), sped_by = { ir_plan } }

sign "enter through the login flaw" { "The server's log shows a login page that was called oddly, once.",
  ja = "サーバーのログに、ログイン画面への不審な要求が1件ある。" }
sign "upload a procedure and lock the administrators out" { "Administrators can no longer log in to the VSA server.",
  ja = "管理者がVSAサーバーにログインできない。" }
sign "push the VSA Agent Hot-fix" { "Screens have changed colour, files will not open, and a text file asks for money.",
  ja = "画面の色が変わり、ファイルが開けず、金銭を要求するテキストファイルがある。" }

------------------------------------------------------------------------------------------------ what is to be shown

objective "recognise" {
  text = { "Recognise within minutes that many customers have one cause.", ja = "多数の顧客の障害が一つの原因によると数分で気づく。" },
  capability = { "Operational communications", ja = "運用上の連絡" },
  tasks = {
    { text = { "Join calls from different customers into one incident.", ja = "別々の顧客からの連絡を一つのインシデントにまとめる。" },
      expected = { { "Opens one incident and names a lead", ja = "インシデントを1件として立て、責任者を決める" },
        { "Asks what the customers have in common", ja = "顧客に共通するものを問う" } } },
    { text = { "Suspect the own tool.", ja = "自社の管理ツールを疑う。" },
      expected = { { "Names the management server as a possible source", ja = "管理サーバーが発生源である可能性を挙げる" } } } } }
objective "contain" {
  text = { "Stop the spread, knowing what stopping costs.", ja = "停止の代償を理解したうえで拡大を止める。" },
  capability = { "Cybersecurity response", ja = "サイバーセキュリティ対応" },
  tasks = {
    { text = { "Decide on the server and on the customers' machines apart.", ja = "サーバーと顧客端末を分けて判断する。" },
      expected = { { "Says who may switch off whose systems", ja = "誰が誰のシステムを止められるかを述べる" },
        { "Sees that what was pushed runs on without the server", ja = "配信済みのものはサーバー停止後も動くと気づく" } } } } }
objective "inform" {
  text = { "Tell customers, the vendor and the authorities what they need, in time.", ja = "顧客、ベンダー、当局に必要なことを間に合うように伝える。" },
  capability = { "Public information and warning", ja = "広報と警報" },
  tasks = {
    { text = { "Reach customers when the usual tools are down.", ja = "通常の手段が使えない中で顧客に連絡する。" },
      expected = { { "Uses a list on paper or in a phone", ja = "紙または電話の連絡先一覧を使う" } } },
    { text = { "Report to the vendor and the authorities.", ja = "ベンダーと当局に報告する。" },
      expected = { { "Calls the vendor before knowing everything", ja = "全容が分かる前にベンダーへ連絡する" } } } } }
objective "recover" {
  text = { "Bring customers back in an order that can be explained.", ja = "説明できる順序で顧客を復旧させる。" },
  capability = { "Restoration of services", ja = "サービスの復旧" },
  tasks = {
    { text = { "Choose between rebuilding, restoring and paying.", ja = "再構築、バックアップからの復元、支払いのいずれかを選ぶ。" },
      expected = { { "Checks backups before anything is promised", ja = "約束する前にバックアップを確認する" },
        { "Asks counsel and insurer before any payment", ja = "支払いの前に弁護士と保険会社に相談する" } } } } }

------------------------------------------------------------------------------------------------ modules

module "quiet" { title = { "A quiet Friday", ja = "静かな金曜日" }, from = "2021-07-02T15:45Z", lasts = minutes(15),
  summary = { "Half the staff has left for the weekend. Who would notice, and who would be called?",
    ja = "社員の半分は休暇に入った。異常に誰が気づき、誰に連絡が行くか。" } }
module "phones" { title = { "The phones ring", ja = "電話が鳴る" }, from = "2021-07-02T16:00Z", lasts = minutes(40),
  summary = { "Customers call, one after the other. Decisions have to be taken on half the facts.",
    ja = "顧客から次々に電話が入る。事実が半分しか分からない中で決める。" } }
module "notice" { title = { "The vendor speaks", ja = "ベンダーの発表" }, from = "2021-07-02T18:00Z", lasts = minutes(25),
  summary = { "The maker asks everybody to switch off. The press finds out.", ja = "製造元が全利用者に停止を求め、報道が始まる。" } }
module "weekend" { title = { "The long weekend", ja = "長い週末" }, from = "2021-07-03T12:00Z", lasts = minutes(25),
  summary = { "Recovery begins, with too few hands and a price on the table.", ja = "人手が足りず、身代金の額が示される中で復旧が始まる。" } }

------------------------------------------------------------------------------------------------ what can be done

lever "stop-server" { title = { "Switch the VSA server off", ja = "VSAサーバーを止める" },
  contain = rmm_server { owner = played "msp" }, after = assumed(minutes(10), "somebody has to reach the console") }
lever "tell-customers" { title = { "Call every customer: switch everything off", ja = "全顧客に電話し、すべて停止してもらう" },
  notify = clients_of "msp", after = assumed(minutes(10), "the list has to be found and split") }
lever "cut-agents" { title = { "Cut the agents' way into all customers", ja = "全顧客への管理エージェント接続を遮断する" },
  cut = rmm_agent, into = endpoint_group { owner = clients_of "msp" }, after = assumed(minutes(15), "one rule on one firewall") }
lever "clinic-off" { title = { "The clinic pulls every plug", ja = "歯科医院がすべての電源を抜く" },
  contain = endpoint_group { owner = played "clinic" }, after = assumed(minutes(5), "one floor") }
lever "office-off" { title = { "The law office pulls every plug", ja = "法律事務所がすべての電源を抜く" },
  contain = endpoint_group { owner = played "law_office" }, after = assumed(minutes(5), "one floor") }
lever "rebuild" { title = { "Rebuild from backups, all hands", ja = "総出でバックアップから再構築する" },
  restore = endpoint_group { owner = clients_of "msp" }, share = assumed(0.7, 0.9, 1), eviction = assumed(0.9, 0.97, 1),
  after = assumed(days(4, 10), "twice the hands, half the time"), costs = usd(assumed(60000)) }
lever "pay" { title = { "Pay for a key", ja = "復号鍵の代金を払う" },
  pay = usd(assumed(45000, 220000, 500000, "what single victims were asked")), odds = assumed(0.5, 0.7, 0.9),
  delay = days(assumed(1, 2, 3), assumed(3, 6, 10)), restore = endpoint_group { owner = clients_of "msp" },
  share = assumed(0.5, 0.8, 0.95), eviction = assumed(0.2, 0.5, 0.8), after = assumed(days(1), "to find the money") }
lever "reconnect" { title = { "Switch the server on again", ja = "サーバーを再稼働する" },
  release = rmm_server { owner = played "msp" }, after = assumed(hours(2), "to patch and to look first") }
lever "police" { title = { "Call the police", ja = "警察に通報する" },
  without_effect = "a duty, and help for others; it does not change what spreads tonight" }
lever "tell-vendor" { title = { "Call the vendor's emergency line", ja = "ベンダーの緊急窓口に電話する" },
  without_effect = "one report among many: the vendor acts on several" }

decision "first-call" { module = "phones", by = { "lead", "manager" }, objectives = { "recognise", "contain" },
  question = { "A customer's files are locked. What is switched off, and when?", ja = "顧客のファイルが暗号化された。何を、いつ止めるか。" },
  opens = any { called("msp", 1), knows "msp", at "2021-07-02T16:50Z" },
  options = {
    { id = "all", title = { "Server off, and every customer called to switch off", ja = "サーバーを止め、全顧客に停止を電話で依頼" },
      does = { "stop-server", "tell-customers", "tell-vendor" }, good = true },
    { id = "server", title = { "Server off, customers later", ja = "サーバーだけ止め、顧客は後で" }, does = { "stop-server" } },
    { id = "agents", title = { "Server on, its way into customers cut", ja = "サーバーは残し、顧客への接続だけ遮断" }, does = { "cut-agents" },
      without_effect = "what was pushed runs on; the way in has been used already" },
    { id = "look", title = { "Look first, decide in half an hour", ja = "まず調べ、30分後に決める" }, nothing = true,
      without_effect = "waiting is a decision too" } } }
decision "third-call" { module = "phones", by = { "lead", "manager" }, objectives = { "contain", "inform" },
  question = { "Three customers have called. What do you tell the others?", ja = "3社から電話が来た。他の顧客に何を伝えるか。" },
  opens = any { called("msp", 3), at "2021-07-02T17:30Z" },
  options = {
    { id = "call-all", title = { "Call everybody: switch off now", ja = "全社に今すぐ停止するよう電話する" }, does = { "tell-customers" }, good = true },
    { id = "stop", title = { "Switch the server off, wait with the calls", ja = "サーバーを止め、電話は待つ" }, does = { "stop-server" } },
    { id = "mail", title = { "Write an e-mail that you are looking into it", ja = "調査中とメールで知らせる" }, nothing = true,
      without_effect = "an e-mail is not read by somebody whose screen is locked" } } }
decision "clinic-plugs" { module = "phones", by = { "clinic_manager" }, objectives = { "contain" },
  question = { "Screens go dark between patients. Do you pull every plug?", ja = "診療の合間に画面が使えなくなった。全部の電源を抜くか。" },
  opens = any { knows "clinic", decided("first-call", "all"), decided("third-call", "call-all") },
  options = {
    { id = "pull", title = { "Pull every plug, write on paper", ja = "すべて抜き、紙で続ける" }, does = { "clinic-off" }, good = true },
    { id = "go-on", title = { "Go on with what still works", ja = "動くものだけで続ける" }, nothing = true, without_effect = "nothing is switched off" } } }
decision "office-plugs" { module = "phones", by = { "office_partner" }, objectives = { "contain" },
  question = { "The server room hums, one file will not open. Do you switch off?", ja = "1つのファイルが開けない。全部止めるか。" },
  opens = any { knows "law_office", decided("first-call", "all"), decided("third-call", "call-all") },
  options = {
    { id = "off", title = { "Everything off, and call {msp}", ja = "すべて止め、{msp}に電話する" }, does = { "office-off" }, good = true },
    { id = "ask", title = { "Ask {msp} first", ja = "まず{msp}に聞く" }, nothing = true, without_effect = "nothing is switched off yet" } } }
decision "authorities" { module = "notice", by = { "manager" }, objectives = { "inform" },
  question = { "Whom outside do you tell tonight?", ja = "今夜、社外の誰に知らせるか。" },
  opens = any { released "vendor-notice", at "2021-07-02T20:30Z" },
  options = {
    { id = "both", title = { "Police and vendor, and a statement on a page of your own", ja = "警察とベンダー、自社ページの声明" },
      does = { "police", "tell-vendor" }, good = true },
    { id = "nobody", title = { "Nobody until Monday", ja = "月曜まで誰にも" }, nothing = true, without_effect = "silence changes nothing in the spread" } } }
decision "pay-or-rebuild" { module = "weekend", by = { "manager" }, objectives = { "recover" },
  question = { "How do the customers come back?", ja = "顧客をどう復旧させるか。" },
  opens = at "2021-07-03T12:00Z",
  options = {
    { id = "rebuild", title = { "Rebuild from backups with hired hands", ja = "応援を雇いバックアップから再構築" }, does = { "rebuild" }, good = true },
    { id = "pay", title = { "Pay for one key for all", ja = "全社分の鍵の代金を払う" }, does = { "pay" } },
    { id = "each", title = { "Each customer in turn, with the staff there is", ja = "今いる人員で順番に" }, nothing = true,
      without_effect = "the pace of the model without help" } } }
decision "reconnect" { module = "weekend", by = { "lead" }, objectives = { "recover" },
  question = { "The patch is out. When does the server go back on?", ja = "修正版が出た。サーバーをいつ再開するか。" },
  opens = at "2021-07-11T20:00Z",
  options = {
    { id = "look-first", title = { "After looking for what was left behind", ja = "残されたものを調べてから" }, does = { "reconnect" }, good = true },
    { id = "not-yet", title = { "Not this month", ja = "今月は再開しない" }, nothing = true, without_effect = "the server stays as it is" } } }

------------------------------------------------------------------------------------------------ injects

inject "friday" { module = "quiet", when = at "2021-07-02T15:45Z", to = { "lead", "manager", "clinic_manager", "office_partner" },
  title = { "Friday, a quarter to twelve in New York", ja = "金曜日、ニューヨークは正午15分前" },
  from = { "Facilitator", ja = "進行役" }, method = { "Read aloud", ja = "読み上げ" },
  text = { "It is the Friday before Independence Day. {msp} manages the computers of some thirty small firms from one server. Two of five technicians are still at work.",
    ja = "独立記念日前の金曜日。{msp}は1台のサーバーから約30社の端末を管理している。技術者5人のうち2人が勤務中。" },
  expected = { "Players say who is on duty and how they are reached.", ja = "当番と連絡方法を述べる。" }, objectives = { "recognise" } }
inject "locked-out" { module = "phones", when = all { at "2021-07-02T16:10Z", unless(decided("first-call", "all")) }, to = { "lead" },
  title = { "A technician cannot log in", ja = "技術者がログインできない" }, from = { "Technician on duty", ja = "当番技術者" }, method = { "In person", ja = "口頭" },
  text = { "\"The VSA server will not take my password. Yours neither. It did this morning.\"", ja = "「VSAサーバーにログインできません。あなたのパスワードでもだめです。今朝は入れました。」" },
  expected = { "Asks who else is locked out; thinks of the server itself.", ja = "他の管理者を確認し、サーバー自体を疑う。" },
  objectives = { "recognise" }, kind = "standard" }
inject "first-customer" { module = "phones", when = called("msp", 1), to = { "lead", "manager" },
  title = { "The first customer calls", ja = "最初の顧客から電話" }, from = { "A customer's receptionist", ja = "顧客の受付" }, method = { "Telephone", ja = "電話" },
  text = { "\"All our screens turned blue, and there is a text file that asks for money. What did you do? It says something about an agent hot-fix.\"",
    ja = "「画面が全部青くなって、お金を要求するファイルがあります。何をしたんですか。エージェントの更新とか書いてあります。」" },
  expected = { "Opens an incident; asks what ran; thinks of other customers.", ja = "インシデントを起こし、何が動いたかを聞き、他の顧客を考える。" },
  objectives = { "recognise", "contain" } }
inject "third-customer" { module = "phones", when = called("msp", 3), to = { "lead", "manager" },
  title = { "The third customer calls", ja = "3社目から電話" }, from = { "Help desk", ja = "ヘルプデスク" }, method = { "Ticket", ja = "チケット" },
  text = { "{callers} customers have called by {clock}. Same picture, different trades, different towns.", ja = "{clock}までに{callers}社から連絡。業種も町も違うが症状は同じ。" },
  attachment = { "| ticket | customer | what they see |\n|---|---|---|\n| 4711 | freight agent | files will not open |\n| 4712 | school | blue screens |\n| 4713 | dentist | note asks for money |\n",
    ja = "| チケット | 顧客 | 症状 |\n|---|---|---|\n| 4711 | 運送代理店 | ファイルが開けない |\n| 4712 | 学校 | 青い画面 |\n| 4713 | 歯科 | 金銭要求の文書 |\n" },
  expected = { "Concludes that the cause is shared.", ja = "原因は共通だと結論する。" }, objectives = { "recognise", "inform" } }
inject "clinic-screens" { module = "phones", when = knows "clinic", to = { "clinic_manager" },
  title = { "The X-ray will not open", ja = "レントゲン画像が開かない" }, from = { "Dental assistant", ja = "歯科助手" }, method = { "In person", ja = "口頭" },
  text = { "\"The picture of the patient in room two will not open. There is a note on the desktop instead.\"", ja = "「2番の患者さんの画像が開きません。代わりに変な文書があります。」" },
  expected = { "Switches off and calls the provider.", ja = "停止し、事業者に電話する。" }, objectives = { "contain" } }
inject "filing" { module = "phones", when = any { knows "law_office", at "2021-07-02T17:40Z" }, to = { "office_partner" },
  title = { "The filing for Tuesday", ja = "火曜日の提出書類" }, from = { "Associate", ja = "若手弁護士" }, method = { "In person", ja = "口頭" },
  text = { "\"I need the folder of the case before the weekend. Can I still copy it to a stick?\"", ja = "「週末前に事件フォルダーが要ります。USBにコピーしてもいいですか。」" },
  expected = { "No copying off a machine that may be taken.", ja = "侵害の恐れがある端末からはコピーしない。" }, objectives = { "contain" } }
inject "customers-ask" { module = "phones", kind = "adaptive",
  when = later(minutes(20), any { decided("first-call", "all"), decided("third-call", "call-all") }), to = { "manager" },
  title = { "Those who were called ask back", ja = "電話を受けた顧客からの問い" }, from = { "Three customers", ja = "顧客3社" }, method = { "Telephone", ja = "電話" },
  text = { "\"You told us to pull the plugs. For how long? Who pays for the afternoon?\"", ja = "「電源を抜けと言われたが、いつまで。午後の損失は誰が払うのか。」" },
  expected = { "Says what is known, what is not, and when the next call comes.", ja = "分かること、分からないこと、次の連絡時刻を伝える。" }, objectives = { "inform" } }
inject "no-one-called" { module = "phones", kind = "adaptive", to = { "manager" },
  when = all { at "2021-07-02T18:00Z", unless(decided("first-call", "all")), unless(decided("third-call", "call-all")) },
  title = { "A customer reads about it", ja = "顧客がニュースで知る" }, from = { "A customer's owner", ja = "顧客の経営者" }, method = { "Telephone", ja = "電話" },
  text = { "\"I read on a forum that your tool is the cause. Why did nobody call me?\"", ja = "「掲示板で、あなた方のツールが原因だと読んだ。なぜ誰も電話してこないのか。」" },
  expected = { "Calls all customers now.", ja = "今すぐ全顧客に電話する。" }, objectives = { "inform" } }
inject "vendor-notice" { module = "notice", when = any { told "msp", at "2021-07-02T20:00Z" }, to = { "lead", "manager" },
  title = { "The vendor's notice", ja = "ベンダーの告知" }, from = { "Kaseya", ja = "Kaseya" }, method = { "E-mail", ja = "メール" },
  text = { "We are investigating a potential attack against VSA. Switch your on-premises server off until you hear from us again.",
    ja = "VSAへの攻撃の可能性を調査中です。次の連絡まで自社設置のサーバーを停止してください。" },
  expected = { "Acts at once if that has not been done; checks that the notice is real.", ja = "未実施なら直ちに停止し、告知が本物かを確認する。" },
  objectives = { "contain", "inform" } }
inject "press" { module = "notice", when = at "2021-07-02T21:00Z", to = { "manager" }, kind = "complexity",
  title = { "A reporter calls", ja = "記者からの電話" }, from = { "Local newspaper", ja = "地元紙" }, method = { "Telephone", ja = "電話" },
  text = { "\"How many of your customers are down, and have their data been stolen?\"", ja = "「何社が止まっていますか。データは盗まれましたか。」" },
  expected = { "One voice, facts only, no guess on data theft.", ja = "窓口を一本化し、事実だけを述べ、情報窃取を推測しない。" }, objectives = { "inform" } }
inject "night-shift" { module = "notice", when = at "2021-07-02T23:00Z", to = { "lead" },
  title = { "Nine hours in", ja = "9時間経過" }, from = { "Technician on duty", ja = "当番技術者" }, method = { "In person", ja = "口頭" },
  text = { "\"I have been on the phone since noon. Who takes over?\"", ja = "「正午からずっと電話です。交代は誰ですか。」" },
  expected = { "Plans shifts.", ja = "交代制を組む。" }, objectives = { "recover" } }
inject "decryptor-offer" { module = "weekend", when = at "2021-07-03T13:00Z", to = { "manager" },
  title = { "A price is named", ja = "金額の提示" }, from = { "Ransom page", ja = "身代金ページ" }, method = { "Web page", ja = "ウェブページ" },
  text = { "45,000 dollars a machine group, or 5 million for all. The clock says seven days.", ja = "1組4万5千ドル、全社分で500万ドル。残り7日と表示。" },
  expected = { "Nobody answers before counsel and insurer were asked.", ja = "弁護士と保険会社に相談するまで返答しない。" }, objectives = { "recover" } }
inject "insurer" { module = "weekend", when = at "2021-07-03T15:00Z", to = { "manager" },
  title = { "The insurer", ja = "保険会社" }, from = { "Insurance company", ja = "保険会社" }, method = { "Telephone", ja = "電話" },
  text = { "\"We cover forensics by our own firm. Please touch nothing until they arrive on Monday.\"", ja = "「指定業者の調査費用は出ます。月曜に着くまで何も触らないでください。」" },
  expected = { "Weighs evidence against customers who cannot work.", ja = "証拠保全と業務再開を比べる。" }, objectives = { "recover" } }
inject "vendor-patch" { module = "weekend", when = at "2021-07-11T20:00Z", to = { "lead" },
  title = { "The patch is out", ja = "修正版の公開" }, from = { "Kaseya", ja = "Kaseya" }, method = { "E-mail", ja = "メール" },
  text = { "The release is available. A guide says what to check before the server is started.", ja = "修正版を公開しました。起動前の確認手順を付けています。" },
  expected = { "Follows the guide before starting.", ja = "起動前に手順に従う。" }, objectives = { "recover" } }
-- The pool: released by hand when the room needs it.
inject "hint-common" { module = "phones", kind = "contingency", purpose = "help", when = by_hand, to = { "lead" },
  title = { "What do they share?", ja = "共通点は何か" }, from = { "Help desk", ja = "ヘルプデスク" }, method = { "In person", ja = "口頭" },
  text = { "\"Odd: every caller has our agent. And the note's time is the same everywhere.\"", ja = "「変ですね。全社にうちのエージェントが入っています。時刻も同じです。」" }, objectives = { "recognise" } }
inject "pressure-hospital" { module = "phones", kind = "contingency", purpose = "pressure", when = by_hand, to = { "manager" },
  title = { "A customer cannot stop", ja = "止められない顧客" }, from = { "Nursing home", ja = "介護施設" }, method = { "Telephone", ja = "電話" },
  text = { "\"Medication plans are on these machines. If we switch off, who tells us the doses?\"", ja = "「投薬計画が端末の中です。止めたら用量が分かりません。」" }, objectives = { "contain" } }
inject "redirect-blame" { module = "notice", kind = "contingency", purpose = "redirect", when = by_hand,
  title = { "Blame can wait", ja = "責任追及は後で" }, from = { "Facilitator", ja = "進行役" }, method = { "Read aloud", ja = "読み上げ" },
  text = { "Park the question of fault. What has to happen in the next hour?", ja = "責任の話は置き、次の1時間に何が必要かに戻る。" }, objectives = { "inform" } }
inject "hint-recovery" { module = "weekend", kind = "contingency", purpose = "help", when = by_hand, to = { "lead" },
  title = { "Backups of whom?", ja = "誰のバックアップか" }, from = { "Technician on duty", ja = "当番技術者" }, method = { "In person", ja = "口頭" },
  text = { "\"Half of them back up to a disk beside the server. I do not know which half.\"", ja = "「半分は端末の横のディスクです。どの半分かは分かりません。」" }, objectives = { "recover" } }

------------------------------------------------------------------------------------------------ questions

question { module = "quiet", text = { "Who would notice first that something is wrong, and whom would they call?", ja = "異常に最初に気づくのは誰で、誰に連絡するか。" },
  probes = { { "After hours? On a holiday?", ja = "時間外や休日は。" } }, points = { { "A person, a number, a deputy", ja = "担当者、電話番号、代理" } } }
question { module = "quiet", text = { "What can your provider do on your machines, and who may order it to stop?", ja = "事業者は端末で何ができ、誰が停止を命じられるか。" },
  probes = { { "Is that in the contract?", ja = "契約に書いてあるか。" } }, points = { { "Rights of the agent; a named person at the customer", ja = "エージェントの権限と、顧客側の責任者" } } }
question { module = "phones", text = { "What do you know, what do you assume, what would change your mind?", ja = "何を知り、何を仮定し、何が分かれば考えを変えるか。" },
  probes = { { "What costs more: stopping for nothing, or not stopping?", ja = "空振りの停止と、止めないこと、どちらが高くつくか。" } },
  points = { { "Two columns: known and assumed", ja = "既知と仮定を分ける" } } }
question { module = "notice", text = { "Whom must you tell, by when, in whose words?", ja = "誰に、いつまでに、誰の言葉で伝えるか。" },
  probes = { { "Data protection, contracts, insurer", ja = "個人情報保護、契約、保険" } }, points = { { "A list with deadlines", ja = "期限付きの一覧" } } }
question { module = "weekend", text = { "Who comes back first, and how do you explain it to the last one?", ja = "誰から復旧し、最後の顧客にどう説明するか。" },
  probes = { { "Care before convenience?", ja = "医療・介護を優先するか。" } }, points = { { "An order agreed before the incident", ja = "事前に合意した順序" } } }
question { text = { "What went well and should be kept?", ja = "うまくいき、続けるべきことは何か。" } }
question { text = { "What one thing would you change on Monday?", ja = "月曜日に一つ変えるなら何か。" }, probes = { { "Who does it, by when?", ja = "誰が、いつまでに。" } } }
