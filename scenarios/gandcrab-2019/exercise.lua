-- A tabletop for one MSP in February 2019: a plug-in that everybody had forgotten, and every customer at once. 90 minutes.
local _ENV = require "keyfall.exercise"

exercise "gandcrab-2019" {
  title = { "The plug-in nobody remembered", ja = "忘れられたプラグイン" },
  summary = { "One provider, about eighty customers, and an old connector that still answers the internet.",
    ja = "事業者1社と約80の顧客。インターネットに開いたままの古い連携プラグイン。" },
  scope = { "Ninety minutes of discussion for one provider; nobody touches a real system.",
    ja = "事業者1社の90分の討議型演習。実システムには触れない。" },
  sponsor = { "The organisation that runs the exercise", ja = "演習の実施組織" },
  threat = { "Ransomware through a management server", ja = "管理サーバー経由のランサムウェア" },
  mission_area = { "Response and recovery", ja = "対応と復旧" },
  tlp = "TLP:GREEN", lasts = minutes(90),
  startex = "2019-01-30T14:00Z", endex = "2019-03-10T12:00Z",
  score = "our_machines", margin = 0.15, least = 200,
  rules = {
    { "This is a no-fault exercise: plans are tested, people are not.", ja = "失敗を責めない。試すのは計画であり、人ではない。" },
    { "Say what you would do today, with what you have today.", ja = "今日の手持ちで何をするかを話す。" } } }

cast "msp" { title = { "Harbour Systems", ja = "ハーバーシステムズ" }, plays = msp "the reported MSP" }
cast "freight" { title = { "the freight agent", ja = "運送代理店" }, plays = customer "reported client", served_by = "msp", must_be_hit = false }

role "lead" { title = { "Technical lead, {msp}", ja = "{msp} 技術責任者" }, sees = { "msp" },
  brief = { "You run the management server. The list of what is installed on it is two years old.",
    ja = "管理サーバーを預かる。導入済みソフトの一覧は2年前のもの。" } }
role "service" { title = { "Head of service, {msp}", ja = "{msp} サービス責任者" }, sees = { "msp" },
  brief = { "You answer the telephones and decide who is helped first.", ja = "電話に応対し、誰を先に助けるかを決める。" } }
role "director" { title = { "Managing director, {msp}", ja = "{msp} 社長" }, sees = {},
  brief = { "You decide on money and on what is said. You know what your people tell you.", ja = "費用と対外説明を決める。知るのは部下の報告だけ。" } }

measure "our_machines" { title = { "machines encrypted at our customers", ja = "自社顧客の暗号化された端末" }, unit = "machines",
  machines = endpoint_group { owner = clients_of "msp" } }
measure "our_customers" { title = { "our customers hit", ja = "被害を受けた自社顧客" }, unit = "customers", hit = clients_of "msp" }
measure "our_hours" { title = { "hours that our customers cannot work", ja = "自社顧客の業務停止時間" }, unit = "hours", operations_hours = clients_of "msp" }

response "a client that its provider tells to switch off does so" { by = customer "reported client", on = warned, from = msp,
  contain = endpoint_group, odds = assumed(0.7, 0.85, 0.95, "some do not pick up"), after = assumed(minutes(15, 90)),
  sped_by = { ir_plan } }

sign "open an administrator's session on the server" { "The server's log shows an administrator's session at an odd hour.",
  ja = "サーバーのログに、妙な時刻の管理者セッションがある。" }
sign "push GandCrab to every managed machine" { "Files end in five random letters, and every folder holds a note.",
  ja = "ファイル名の末尾が5文字の乱数になり、各フォルダーに文書がある。" }

objective "inventory" { text = { "Know what is installed on the server that reaches everybody.", ja = "全顧客に届くサーバーに何が入っているかを把握する。" },
  capability = { "Risk management", ja = "リスク管理" },
  tasks = { { text = { "Name every connector on the management server and who looks after it.", ja = "管理サーバーの連携機能と担当者を挙げる。" },
    expected = { { "Finds the connector that nobody owns", ja = "担当者のいない連携機能を見つける" } } } } }
objective "contain" { text = { "Stop a spread that uses the own tool.", ja = "自社ツールを使った拡大を止める。" },
  capability = { "Cybersecurity response", ja = "サイバーセキュリティ対応" },
  tasks = { { text = { "Decide on the server and on the customers apart.", ja = "サーバーと顧客を分けて判断する。" },
    expected = { { "Calls customers, for switching the server off is not enough", ja = "サーバー停止では足りず、顧客に電話する" } } } } }
objective "recover" { text = { "Bring eighty customers back without promising what cannot be kept.", ja = "守れない約束をせずに80社を復旧させる。" },
  capability = { "Restoration of services", ja = "サービスの復旧" },
  tasks = { { text = { "Check the backups first.", ja = "まずバックアップを確認する。" },
    expected = { { "Finds out which backups the attacker could reach", ja = "攻撃者が届いたバックアップを調べる" } } } } }

module "before" { title = { "An ordinary week", ja = "普通の一週間" }, from = "2019-01-30T14:00Z", lasts = minutes(20),
  summary = { "What is on the server that reaches every customer?", ja = "全顧客に届くサーバーに何が入っているか。" } }
module "everybody" { title = { "Everybody at once", ja = "全社同時" }, from = "2019-01-31T06:00Z", lasts = minutes(40),
  summary = { "The telephones do not stop.", ja = "電話が鳴りやまない。" } }
module "price" { title = { "The price", ja = "代償" }, from = "2019-02-12T08:00Z", lasts = minutes(30),
  summary = { "Weeks of rebuilding, a demand, and an offer that may come or not.", ja = "続く再構築、要求額、そして来るか分からない助け。" } }

lever "take-plugin-out" { title = { "Take the old connector off the internet", ja = "古い連携機能をインターネットから外す" },
  contain = plugin { owner = played "msp" }, after = assumed(hours(2), "somebody has to know how") }
lever "stop-server" { title = { "Switch the management server off", ja = "管理サーバーを止める" },
  contain = rmm_server { owner = played "msp" }, after = assumed(minutes(10)) }
lever "tell-customers" { title = { "Call every customer: switch everything off", ja = "全顧客に停止を電話する" },
  notify = clients_of "msp", after = assumed(minutes(15), "eighty numbers, six people") }
lever "hire" { title = { "Hire hands to rebuild", ja = "再構築の応援を雇う" }, restore = endpoint_group { owner = clients_of "msp" },
  share = assumed(0.7, 0.9, 1), eviction = assumed(0.8, 0.95, 1), after = assumed(days(4, 9)), costs = usd(assumed(150000)) }
lever "pay" { title = { "Pay the demand for all", ja = "全社分を支払う" }, pay = usd(assumed(300000, 800000, 2600000, "demands reported for such a size differ widely")),
  odds = assumed(0.6, 0.8, 0.95), delay = days(assumed(1, 2, 3), assumed(3, 6, 10)), restore = endpoint_group { owner = clients_of "msp" },
  share = assumed(0.6, 0.85, 0.97), eviction = assumed(0.2, 0.5, 0.8), after = assumed(days(2)) }
lever "police" { title = { "Report it to the police", ja = "警察に届け出る" }, without_effect = "a duty; it may help others" }

decision "connector" { module = "before", by = { "lead" }, objectives = { "inventory" },
  question = { "A mailing list mentions an old connector. What do you do today?", ja = "古い連携機能への言及を見た。今日どうするか。" },
  opens = at "2019-01-30T15:00Z",
  options = {
    { id = "list", title = { "Put it on the list for the next maintenance", ja = "次の保守の一覧に載せる" }, nothing = true, good = true,
      without_effect = "nothing known today says that it is urgent; the room should feel that" },
    { id = "out", title = { "Take it off the internet now", ja = "今すぐ外す" }, does = { "take-plugin-out" } } } }
decision "first-calls" { module = "everybody", by = { "lead", "service" }, objectives = { "contain" },
  question = { "Two customers have lost everything within minutes. What is switched off?", ja = "2社が数分で全滅した。何を止めるか。" },
  opens = any { called("msp", 1), knows "msp" },
  options = {
    { id = "both", title = { "Server off, and every customer called", ja = "サーバーを止め、全顧客に電話" }, does = { "stop-server", "tell-customers" }, good = true },
    { id = "server", title = { "Server off", ja = "サーバーだけ止める" }, does = { "stop-server" }, without_effect = "what was pushed runs on" },
    { id = "help", title = { "Help the two customers first", ja = "まず2社を助ける" }, nothing = true, without_effect = "nothing is switched off" } } }
decision "more-calls" { module = "everybody", by = { "service" }, objectives = { "contain" },
  question = { "Ten customers are on the line. Whom do you call back?", ja = "10社から電話が来ている。誰にかけ直すか。" },
  opens = called("msp", 8),
  options = {
    { id = "others", title = { "Those who have not called yet: switch off", ja = "まだ電話のない顧客に停止を伝える" }, does = { "tell-customers" }, good = true },
    { id = "queue", title = { "One after the other, as they called", ja = "電話の来た順に" }, nothing = true, without_effect = "those not yet hit hear nothing" } } }
decision "recovery" { module = "price", by = { "director" }, objectives = { "recover" },
  question = { "How do eighty customers come back?", ja = "80社をどう復旧させるか。" }, opens = at "2019-02-12T09:00Z",
  options = {
    { id = "hire", title = { "Hire help and rebuild", ja = "応援を雇い再構築" }, does = { "hire", "police" }, good = true },
    { id = "pay", title = { "Pay", ja = "支払う" }, does = { "pay" } },
    { id = "wait", title = { "Own staff, and hope for a free key", ja = "自社要員で、無料の鍵を待つ" }, nothing = true,
      without_effect = "the pace of the model without help" } } }

inject "monday" { module = "before", when = at "2019-01-30T14:00Z", title = { "An ordinary week", ja = "普通の一週間" },
  from = { "Facilitator", ja = "進行役" }, method = { "Read aloud", ja = "読み上げ" },
  text = { "{msp} looks after about eighty small firms from one server. It is Wednesday morning; two of your people are at a fair.",
    ja = "{msp}は1台のサーバーで約80社を管理している。水曜の朝、2名は展示会に出ている。" }, objectives = { "inventory" } }
inject "mailing-list" { module = "before", when = at "2019-01-30T15:00Z", to = { "lead" }, title = { "A line on a mailing list", ja = "メーリングリストの一行" },
  from = { "A peer", ja = "同業者" }, method = { "E-mail", ja = "メール" },
  text = { "\"Does anybody still run the old ticket connector on the server? I heard of trouble. Probably nothing.\"",
    ja = "「サーバーにまだ古いチケット連携を入れている人いますか。トラブルがあると聞きました。たぶん何でもないですが。」" },
  expected = { "Somebody asks: do we?", ja = "自社にあるかを問う。" }, objectives = { "inventory" } }
inject "first-call" { module = "everybody", when = called("msp", 1), to = { "service", "lead" }, title = { "The first call", ja = "最初の電話" },
  from = { "Accountants", ja = "会計事務所" }, method = { "Telephone", ja = "電話" },
  text = { "\"Every file has a new name and there is a letter on every screen. All of us, at the same minute.\"",
    ja = "「全ファイルの名前が変わり、全画面に文書が出ています。全員、同じ時刻です。」" },
  expected = { "The same minute everywhere means one hand: ours?", ja = "全端末同時なら、原因は一つ。自社ではないかと考える。" }, objectives = { "contain" } }
inject "freight-call" { module = "everybody", when = knows "freight", to = { "service" }, title = { "{freight} calls", ja = "{freight}から電話" },
  from = { "{freight}", ja = "{freight}" }, method = { "Telephone", ja = "電話" },
  text = { "\"Lorries stand at the gate and no label prints. Your service is on the screen. What is it doing?\"",
    ja = "「門前にトラックが並び、ラベルが出ません。画面にそちらのサービスが動いています。何をしているのですか。」" }, objectives = { "contain" } }
inject "eighth-call" { module = "everybody", when = called("msp", 8), to = { "service", "lead", "director" }, title = { "{callers} calls", ja = "{callers}件の電話" },
  from = { "Help desk", ja = "ヘルプデスク" }, method = { "Ticket", ja = "チケット" },
  text = { "{callers} customers by {clock}; nobody has called who was switched off.", ja = "{clock}までに{callers}社。電源を切った顧客からは電話がない。" },
  expected = { "Calls those who have not called.", ja = "まだ電話のない顧客に連絡する。" }, objectives = { "contain" } }
inject "backups" { module = "price", when = at "2019-02-12T08:00Z", to = { "lead" }, title = { "The backups", ja = "バックアップ" },
  from = { "Technician", ja = "技術者" }, method = { "In person", ja = "口頭" },
  text = { "\"Some of the vaults are empty. The same account could delete them.\"", ja = "「一部のバックアップが空です。同じ権限で消せたのです。」" }, objectives = { "recover" } }
inject "demand" { module = "price", when = at "2019-02-12T08:30Z", to = { "director" }, title = { "The demand", ja = "要求" },
  from = { "Ransom page", ja = "身代金ページ" }, method = { "Web page", ja = "ウェブページ" },
  text = { "A sum for each customer, or one for all. Prices double in three days.", ja = "1社ごと、または全社一括の金額。3日で倍になる。" },
  expected = { "Counsel, insurer, police before any answer.", ja = "返答前に弁護士、保険会社、警察。" }, objectives = { "recover" } }
inject "free-key" { module = "price", when = at "2019-02-19T10:00Z", to = { "lead", "director" }, title = { "A free key", ja = "無料の復号鍵" },
  from = { "A security company", ja = "セキュリティ企業" }, method = { "Web page", ja = "ウェブページ" },
  text = { "A tool that opens files of the latest version is published, free of charge.", ja = "最新版のファイルを開くツールが無料公開された。" },
  expected = { "Tries it on copies first.", ja = "まず複製で試す。" }, objectives = { "recover" } }
inject "hint-connector" { module = "everybody", kind = "contingency", purpose = "help", when = by_hand, to = { "lead" },
  title = { "What is that connector?", ja = "その連携は何か" }, from = { "Technician", ja = "技術者" }, method = { "In person", ja = "口頭" },
  text = { "\"There is a web page on our server that I have never seen. It asks for a ticket number.\"", ja = "「サーバーに見たことのないページがあります。チケット番号を聞いてきます。」" }, objectives = { "inventory" } }

question { module = "before", text = { "Which software on your servers has no owner?", ja = "担当者のいないソフトはどれか。" },
  probes = { { "Who would be told of a fix for it?", ja = "修正の知らせは誰に届くか。" } }, points = { { "A list with names and dates", ja = "担当と日付の付いた一覧" } } }
question { module = "everybody", text = { "Who may switch a customer off, and who told them so?", ja = "誰が顧客を止められ、誰がそう伝えたか。" } }
question { module = "price", text = { "Whose backups survive you?", ja = "自社が落ちても残るバックアップは誰のものか。" } }
question { text = { "What one thing would you change on Monday?", ja = "月曜に一つ変えるなら何か。" } }
